import { expect, inject } from 'vitest';
import { loadAssembly } from '../../../tools/emulator/template/assembly.ts';
import { type CloudWatch, createCloudWatch } from './cloudwatch.ts';
import { type FaultyTable, startFaultyTable } from './faulty-table.ts';
import { type OperatedGateway, startOperatedGateway } from './operated-gateway.ts';

/** A gateway whose table can fail, with its metrics and alarms. */
export interface AlarmedGateway {
  readonly gateway: OperatedGateway;
  readonly table: FaultyTable;
  readonly cloudWatch: CloudWatch;
  readonly close: () => Promise<void>;
}

export async function startAlarmedGateway(): Promise<AlarmedGateway> {
  const [stack] = (await loadAssembly(inject('assemblyDirectory'))).stacks;
  const cloudWatch = createCloudWatch(stack?.template ?? expect.unreachable());
  const table = await startFaultyTable();
  const gateway = await startOperatedGateway({
    replacements: { AWS_ENDPOINT_URL_DYNAMODB: table.endpoint },
    onFunctionLine: (functionId, line) => cloudWatch.takeLine(functionId, line),
  });
  return {
    gateway,
    table,
    cloudWatch,
    close: async () => {
      await gateway.close();
      await table.close();
    },
  };
}
