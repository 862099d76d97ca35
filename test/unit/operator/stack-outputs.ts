import type { Stack } from '@aws-sdk/client-cloudformation';
import { writeDescription } from '../../../shared/runtime/gateway-description.ts';
import { version } from '../../../shared/version.ts';

const outputs = {
  TributaryGateway: writeDescription({
    version,
    name: 'tributary-prod',
    providers: ['incs', 'innopaas', 'meta'],
  }),
  EventsTableName: 'events',
  EventBusName: 'bus',
  MediaBucketName: 'media',
  PayloadBucketName: 'payloads',
  MediaQueueUrl: 'https://queue.example/media',
  MediaDeadLetterQueueUrl: 'https://queue.example/dead-letters',
  PublisherFunctionName: 'publisher',
  MetricNamespace: 'Tributary/prod',
  IncsApiUrl: 'https://api.example/incs',
  IncsFunctionUrl: 'https://function.example',
  IncsSecretArn: 'arn:secret',
};

/** The description of a gateway with one provider, as CloudFormation returns it. */
export function stackOutputs(
  named: readonly (readonly [string, string])[] = Object.entries(outputs),
): Stack {
  return {
    StackName: 'tributary-prod',
    StackId: 'arn:stack',
    CreationTime: new Date('2026-01-01T00:00:00Z'),
    StackStatus: 'UPDATE_COMPLETE',
    Outputs: named.map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
}
