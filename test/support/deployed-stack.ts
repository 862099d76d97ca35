import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { vi } from 'vitest';
import { callbackOutputNames } from '../../shared/runtime/stack-outputs.ts';
import type { Emulator } from '../../tools/emulator/emulator.ts';
import { localSecretKey } from '../../tools/emulator-client/aws-clients.ts';
import { readEmulatorTemplate } from '../../tools/emulator-client/emulator-pages.ts';

/** A line that a function has printed, as CloudWatch Logs has it. */
export interface PrintedLine {
  readonly stream: string;
  readonly atMs: number;
  readonly text: string;
}

/**
 * Makes the gateway of an emulator a deployed stack for the programs of this process: CloudFormation, CloudWatch
 * and its logs, which the emulator does not have, respond as on AWS; for every other service the emulator is AWS.
 *
 * @param lines what the functions have printed so far: `onFunctionLine` of the emulator
 */
export function actAsDeployed(
  emulator: Emulator,
  stackName: string,
  lines: readonly PrintedLine[],
): { restore(): void } {
  vi.stubEnv('AWS_ENDPOINT_URL', emulator.awsEndpoint);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'operator');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', localSecretKey);
  const cloudFormation = mockClient(CloudFormationClient);
  const cloudWatch = mockClient(CloudWatchClient);
  const logs = mockClient(CloudWatchLogsClient);
  const Outputs = emulator.gateways.flatMap(({ prefix, outputs, callbacks }) => {
    // The URLs at which the endpoints can be reached from here.
    const urls = Object.entries(callbacks).flatMap(([provider, { api, functionUrl }]) => {
      const names = callbackOutputNames(provider);
      return [
        [names.api, api],
        [names.functionUrl, functionUrl],
      ];
    });
    return Object.entries({ ...outputs, ...Object.fromEntries(urls) }).map(([name, value]) => ({
      OutputKey: `${prefix}${name}`,
      OutputValue: String(value),
    }));
  });
  const stack = { StackName: stackName, StackId: 'arn:stack', Outputs };
  cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [{ ...stack, CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE' }],
  });
  cloudFormation.on(GetTemplateCommand).callsFake(async () => {
    const origin = `http://127.0.0.1:${emulator.port}`;
    const template = await readEmulatorTemplate(origin, emulator.gateways[0]?.stackName ?? '');
    return { TemplateBody: JSON.stringify(template) };
  });
  cloudFormation.on(DescribeStackResourceCommand).callsFake(({ LogicalResourceId }) => ({
    StackResourceDetail: { PhysicalResourceId: `${stackName}-${LogicalResourceId}` },
  }));
  cloudWatch.on(GetMetricStatisticsCommand).resolves({ Datapoints: [{ Maximum: 200 }] });
  cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [] });
  logs.on(FilterLogEventsCommand).callsFake(({ logGroupName = '', startTime = 0, endTime = 0 }) => {
    if (!/^[\w-]+CallbackLogs\w*$/.test(logGroupName)) throw new Error(`no group ${logGroupName}`);
    return {
      events: lines
        .map(({ text, atMs, stream }, index) => ({
          eventId: String(index),
          timestamp: atMs,
          logStreamName: stream,
          message: text,
        }))
        .filter(({ timestamp }) => timestamp >= startTime && timestamp <= endTime),
    };
  });
  return {
    restore() {
      vi.unstubAllEnvs();
      for (const mock of [cloudFormation, cloudWatch, logs]) mock.restore();
    },
  };
}
