import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { providers } from '../../../functions/providers/registry.ts';
import type { AlarmPreset } from '../../../lib/alarms/settings.ts';
import { everyProvider } from '../../../lib/providers/every-provider.ts';
import { buildGateway } from '../../infra/synthesize.ts';
import { type CloudWatch, createCloudWatch, type MeasuredByAws } from './cloudwatch.ts';
import { type FaultyTable, startFaultyTable } from './faulty-table.ts';
import { type OperatedGateway, startOperatedGateway } from './operated-gateway.ts';

/** A gateway whose table can fail, with its metrics and alarms. */
export interface AlarmedGateway {
  readonly gateway: OperatedGateway;
  readonly table: FaultyTable;
  /** With every alarm. */
  readonly cloudWatch: CloudWatch;
  /** With the alarms of a small gateway, which sees the same log lines and is asked the same. */
  readonly small: CloudWatch;
  readonly close: () => Promise<void>;
}

const owners = new RegExp(`^(${providers.map(({ id }) => id).join('|')})-`);

/** `incs-callbacks-slow` → `callbacks-slow`. */
export const kindOf = (alarmName: string) => alarmName.replace(owners, '');

/** The gateway of the assembly, with the alarms of a preset. */
function withPreset(preset: AlarmPreset): CloudWatch {
  const gateway = buildGateway({ providers: everyProvider(), alarms: { preset } });
  return createCloudWatch(Template.fromStack(Stack.of(gateway)).toJSON());
}

export async function startAlarmedGateway(): Promise<AlarmedGateway> {
  const [full, small] = [withPreset('full'), withPreset('small')];
  const table = await startFaultyTable();
  const gateway = await startOperatedGateway({
    replacements: { AWS_ENDPOINT_URL_DYNAMODB: table.endpoint },
    onFunctionLine: (functionId, line) => {
      for (const each of [full, small]) each.takeLine(functionId, line);
    },
  });
  const cloudWatch: CloudWatch = {
    ...full,
    startPeriod: () => {
      for (const each of [full, small]) each.startPeriod();
    },
    isRaised: (name: string, measured?: MeasuredByAws) => {
      const inSmall = [name, kindOf(name)].find((each) => small.alarmNames.includes(each));
      if (inSmall !== undefined) small.isRaised(inSmall, measured);
      return full.isRaised(name, measured);
    },
  };
  return {
    gateway,
    table,
    cloudWatch,
    small,
    close: async () => {
      await gateway.close();
      await table.close();
    },
  };
}
