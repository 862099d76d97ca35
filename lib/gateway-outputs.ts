import { CfnOutput } from 'aws-cdk-lib';
import { descriptionOutput, writeDescription } from '../shared/runtime/gateway-description.ts';
import {
  callbackOutputNames,
  type StackOutputName,
  stackOutputs,
  teamPolicyOutputName,
} from '../shared/runtime/stack-outputs.ts';
import { version } from '../shared/version.ts';
import type { CallbackApi } from './constructs/callback-api.ts';
import type { MediaMirror } from './constructs/media-mirror.ts';
import type { ProviderCallback } from './constructs/provider-callback.ts';
import type { Publisher } from './constructs/publisher.ts';
import type { SubscriberPolicy } from './constructs/subscriber-policy.ts';
import type { Gateway } from './gateway.ts';
import { outputPrefix } from './path-in-stack.ts';

/** What a gateway has that is not among its members. */
export interface GatewayParts {
  readonly callbacks: readonly ProviderCallback[];
  /** Absent when that endpoint is off. */
  readonly api: CallbackApi | undefined;
  readonly publisher: Publisher;
  readonly mirror: MediaMirror;
  readonly namespace: string;
  readonly subscriberPolicy: SubscriberPolicy;
  readonly teamPolicies: readonly { readonly team: string; readonly policy: SubscriberPolicy }[];
}

type OutputValue = readonly [
  name: StackOutputName | typeof descriptionOutput,
  value: string,
  description: string,
];

/** Writes where everything is into the outputs of the stack, for the CLI, other stacks and people. */
export function writeOutputs(gateway: Gateway, parts: GatewayParts): void {
  const description = writeDescription({
    version,
    name: gateway.name,
    providers: parts.callbacks.map(({ provider }) => provider.id),
  });
  const outputs: readonly OutputValue[] = [
    [descriptionOutput, description, 'A gateway of Tributary, by which its CLI finds it'],
    ...toGatewayOutputs(gateway, parts),
    ...parts.callbacks.flatMap((callback) => toCallbackOutputs(callback, parts.api)),
    ...parts.teamPolicies.map(
      ({ team, policy }): OutputValue => [
        teamPolicyOutputName(team),
        policy.managedPolicyArn,
        `Managed policy to attach to the roles of the team ${team}`,
      ],
    ),
  ];
  const prefix = outputPrefix(gateway);
  for (const [name, value, description] of outputs) {
    const output = new CfnOutput(gateway, name, { value, description });
    // CDK's own name ends in a hash, which no one could know.
    output.overrideLogicalId(`${prefix}${name}`);
  }
}

function toGatewayOutputs(gateway: Gateway, parts: GatewayParts): readonly OutputValue[] {
  const { api, publisher, mirror, namespace, subscriberPolicy } = parts;
  return [
    [
      stackOutputs.eventsTable,
      gateway.table.tableName,
      'Table of all event records (docs/querying.md)',
    ],
    [stackOutputs.eventBus, gateway.bus.eventBusName, 'Event bus that every event is published on'],
    [
      stackOutputs.eventBusArn,
      gateway.bus.eventBusArn,
      'ARN of the event bus, for rules in other stacks',
    ],
    [stackOutputs.mediaBucket, gateway.mediaBucket.bucketName, 'Bucket of mirrored media files'],
    [
      stackOutputs.payloadBucket,
      gateway.payloadBucket.bucketName,
      'Bucket of raw payloads, quarantined bodies and dead letters',
    ],
    [stackOutputs.mediaQueueUrl, mirror.queue.queueUrl, 'Queue of the media mirror'],
    [
      stackOutputs.mediaDeadLetterQueueUrl,
      mirror.deadLetterQueue.queueUrl,
      'Dead-letter queue of the media mirror: messages whose files could not be mirrored',
    ],
    [
      stackOutputs.publisherFunction,
      publisher.function.functionName,
      'Function that publishes event records on the bus',
    ],
    [
      stackOutputs.metricNamespace,
      namespace,
      'CloudWatch namespace of the metrics that are counted from log lines',
    ],
    [
      stackOutputs.alarmTopicArn,
      gateway.alarmTopic.topicArn,
      'Topic of all alarms; subscribe the people on call',
    ],
    [
      stackOutputs.subscriberPolicyArn,
      subscriberPolicy.managedPolicyArn,
      'Managed policy to attach to the roles of subscribers that may read everything',
    ],
    ...(api?.domain
      ? [
          [
            stackOutputs.apiDnsTarget,
            api.domain.regionalDomainName,
            'Target of the DNS record for the custom domain',
          ] as const,
        ]
      : []),
  ];
}

/** A provider's callback URLs without the token at their end, and the secret that holds it. */
function toCallbackOutputs(
  { provider, functionUrl, secret }: ProviderCallback,
  api: CallbackApi | undefined,
): readonly OutputValue[] {
  const { id, name } = provider;
  const names = callbackOutputNames(id);
  return [
    ...(api
      ? [
          [
            names.api,
            api.urlOf(provider),
            `Callback URL of ${name} on the HTTP API, without the token`,
          ] as const,
        ]
      : []),
    ...(functionUrl
      ? [
          [
            names.functionUrl,
            functionUrl,
            `Function URL for callbacks of ${name}, without the token`,
          ] as const,
        ]
      : []),
    [
      names.secretArn,
      secret.secretArn,
      `Secret that authenticates callbacks of ${name} (docs/secrets.md)`,
    ],
  ];
}
