import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import {
  callbackOutputNames,
  type StackOutputName,
  stackOutputs,
  teamPolicyOutputName,
  toPascalCase,
} from '../shared/runtime/stack-outputs.ts';
import { Dashboard } from './alarms/dashboard.ts';
import { GatewayMetrics } from './alarms/gateway-metrics.ts';
import { LogMetrics } from './alarms/log-metrics.ts';
import { OperatorAlarms } from './alarms/operator-alarms.ts';
import { checkRegionsOfArns } from './arns.ts';
import { type GatewayConfig, genericProvidersOf } from './config.ts';
import { CallbackApi } from './constructs/callback-api.ts';
import { GatewayEventBus } from './constructs/event-bus.ts';
import { EventSchemas } from './constructs/event-schemas.ts';
import { EventsTable } from './constructs/events-table.ts';
import { MediaMirror, type ProviderMediaAccess } from './constructs/media-mirror.ts';
import { PrivateBucket } from './constructs/private-bucket.ts';
import { ProviderCallback } from './constructs/provider-callback.ts';
import { Publisher } from './constructs/publisher.ts';
import { SubscriberPolicy } from './constructs/subscriber-policy.ts';
import { GatewayConfigError } from './gateway-config-error.ts';
import { toGenericProviders } from './generic-providers.ts';
import { listNagSuppressions } from './nag-suppressions.ts';
import { chooseRegionalParts } from './regions.ts';
import type { RegisteredProvider } from './registered-provider.ts';

/** Properties of {@link GatewayStack}. */
export interface GatewayStackProps extends Pick<StackProps, 'env'> {
  readonly config: GatewayConfig;
  /** The registry. The configuration decides which of these providers are on. */
  readonly providers: readonly RegisteredProvider[];
  /** The bundle of a function of `functions/`, by the name of its folder. */
  readonly code: (functionName: string) => lambda.Code;
}

/** The whole gateway: endpoints, event records, outbox, event bus, media mirror and alarms. */
export class GatewayStack extends Stack {
  constructor(scope: Construct, id: string, props: GatewayStackProps) {
    super(scope, id, {
      ...(props.env && { env: props.env }),
      stackName: id,
      description: 'Tributary: callbacks of messaging providers as one stream of events',
    });
    const { config, code } = props;
    checkRegionsOfArns(this, config);
    const encryptionKey = config.kmsKeyArn
      ? kms.Key.fromKeyArn(this, 'Key', config.kmsKeyArn)
      : undefined;

    const { table } = new EventsTable(this, 'EventsTable', { encryptionKey });
    const media = new PrivateBucket(this, 'MediaBucket', {
      encryptionKey,
      expireAfterDays: config.retention.mediaDays,
      // No versions: an object is never overwritten (`If-None-Match: *`, ADR 0022).
      versioned: false,
    });
    const payloads = new PrivateBucket(this, 'PayloadBucket', {
      encryptionKey,
      expireAfterDays: config.retention.payloadsDays,
      // Nothing else holds raw payloads, quarantined bodies and dead letters.
      versioned: true,
    });
    const eventBus = new GatewayEventBus(this, 'EventBus', { busName: id, config });
    const { bus } = eventBus;
    const parts = chooseRegionalParts(this, config);
    if (parts.schemaRegistry) new EventSchemas(this, 'EventSchemas', { registryName: id });
    const shared = { config, table, encryptionKey };

    const callbacks = enabledProviders(props).map(
      (provider) =>
        new ProviderCallback(this, toPascalCase(provider.id), {
          ...shared,
          provider,
          code: code(provider.id),
          payloads,
          hasFunctionUrl: parts.functionUrl,
        }),
    );
    const [first] = callbacks;
    if (!first) throw new GatewayConfigError('it turns every provider off');
    const api = config.endpoints.httpApi
      ? // Any provider's function can respond to other paths: without its token they are not authentic.
        new CallbackApi(this, 'CallbackApi', {
          config,
          routes: callbacks,
          fallback: first.function,
        })
      : undefined;
    const publisher = new Publisher(this, 'Publisher', {
      ...shared,
      code: code('publisher'),
      bus,
      payloads,
    });
    const mirror = new MediaMirror(this, 'MediaMirror', {
      ...shared,
      code: code('media-mirror'),
      bus,
      media,
      mediaAccess: callbacks.flatMap(({ provider, secret }) =>
        toMediaAccess(provider, secret, config),
      ),
    });
    const readable = { ...shared, bus: eventBus, media };
    const subscriberPolicy = new SubscriberPolicy(this, 'SubscriberPolicy', readable);
    for (const [name, limits] of Object.entries(config.subscribers.teams)) {
      const policy = new SubscriberPolicy(this, `${toPascalCase(name)}SubscriberPolicy`, {
        ...readable,
        team: { name, ...limits },
      });
      this.output(
        teamPolicyOutputName(name),
        policy.managedPolicyArn,
        `Managed policy to attach to the roles of the team ${name}`,
      );
    }
    const namespace = `Tributary/${config.stage}`;
    new LogMetrics(this, 'Metrics', {
      namespace,
      callbacks: callbacks.map(({ logGroup }) => logGroup),
      publisher: publisher.logGroup,
      mirror: mirror.logGroup,
      api: api?.accessLog,
    });
    const metrics = new GatewayMetrics({
      namespace,
      callbacks,
      publisher: publisher.function,
      mirror: mirror.function,
      mediaQueue: mirror.queue,
      mediaDeadLetters: mirror.deadLetterQueue,
      table,
      logGroups: {
        ...Object.fromEntries(callbacks.map(({ provider, logGroup }) => [provider.name, logGroup])),
        publisher: publisher.logGroup,
        mirror: mirror.logGroup,
        ...(api && { API: api.accessLog }),
      },
      api,
    });
    const { alarms, topic } = new OperatorAlarms(this, 'Alarms', {
      metrics,
      email: config.alarmEmail,
      runbookUrl: config.runbookUrl,
      silentAfterHours: config.silentAfterHours,
    });
    new Dashboard(this, 'Dashboard', { dashboardName: id, metrics, alarms });

    for (const callback of callbacks) this.outputCallback(callback, api);
    const genericIds = callbacks.flatMap(({ provider: { id, generic } }) => (generic ? [id] : []));
    if (genericIds.length > 0) {
      this.output(
        stackOutputs.genericProviders,
        genericIds.join(','),
        'Providers without an adapter (docs/generic-provider.md)',
      );
    }
    this.output(
      stackOutputs.eventsTable,
      table.tableName,
      'Table of all event records (docs/querying.md)',
    );
    this.output(
      stackOutputs.eventBus,
      bus.eventBusName,
      'Event bus that every event is published on',
    );
    this.output(
      stackOutputs.eventBusArn,
      bus.eventBusArn,
      'ARN of the event bus, for rules in other stacks',
    );
    this.output(stackOutputs.mediaBucket, media.bucketName, 'Bucket of mirrored media files');
    this.output(
      stackOutputs.payloadBucket,
      payloads.bucketName,
      'Bucket of raw payloads, quarantined bodies and dead letters',
    );
    this.output(stackOutputs.mediaQueueUrl, mirror.queue.queueUrl, 'Queue of the media mirror');
    this.output(
      stackOutputs.mediaDeadLetterQueueUrl,
      mirror.deadLetterQueue.queueUrl,
      'Dead-letter queue of the media mirror: messages whose files could not be mirrored',
    );
    this.output(
      stackOutputs.publisherFunction,
      publisher.function.functionName,
      'Function that publishes event records on the bus',
    );
    this.output(
      stackOutputs.metricNamespace,
      namespace,
      'CloudWatch namespace of the metrics that are counted from log lines',
    );
    this.output(
      stackOutputs.alarmTopicArn,
      topic.topicArn,
      'Topic of all alarms; subscribe the people on call',
    );
    this.output(
      stackOutputs.subscriberPolicyArn,
      subscriberPolicy.managedPolicyArn,
      'Managed policy to attach to the roles of subscribers that may read everything',
    );
    if (api?.domain)
      this.output(
        stackOutputs.apiDnsTarget,
        api.domain.regionalDomainName,
        'Target of the DNS record for the custom domain',
      );

    Validations.of(this).acknowledge(...listNagSuppressions(config.subscribers.teams));
  }

  /** A provider's callback URLs without the token at their end, and the secret that holds it. */
  private outputCallback(callback: ProviderCallback, api: CallbackApi | undefined): void {
    const { id, name: provider } = callback.provider;
    const names = callbackOutputNames(id);
    if (api) {
      const url = api.urlOf(callback.provider);
      this.output(names.api, url, `Callback URL of ${provider} on the HTTP API, without the token`);
    }
    if (callback.functionUrl) {
      const text = `Function URL for callbacks of ${provider}, without the token`;
      this.output(names.functionUrl, callback.functionUrl, text);
    }
    this.output(
      names.secretArn,
      callback.secret.secretArn,
      `Secret that authenticates callbacks of ${provider} (docs/secrets.md)`,
    );
  }

  private output(name: StackOutputName, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}

/** A provider's media API, if it has one, with the owner's overrides. */
function toMediaAccess(
  { id, mediaAccess }: RegisteredProvider,
  secret: secretsmanager.Secret,
  { mediaApis }: GatewayConfig,
): readonly ProviderMediaAccess[] {
  if (mediaAccess === undefined) return [];
  const { api } = mediaAccess;
  if (api === undefined) return [{ provider: id, access: mediaAccess, secret }];
  const { baseUrl = api.baseUrl, version = api.version } = mediaApis[id] ?? {};
  const configured = { ...api, baseUrl, ...(version && { version }) };
  return [{ provider: id, access: { ...mediaAccess, api: configured }, secret }];
}

/**
 * @throws {GatewayConfigError} when the configuration names a provider that the registry does not have, or demands
 *   signatures of one that does not sign
 */
function enabledProviders({
  config,
  providers: registered,
}: GatewayStackProps): readonly RegisteredProvider[] {
  const registeredIds = registered.map(({ id }) => id);
  const generic = toGenericProviders(genericProvidersOf(config), registeredIds);
  const providers = [...registered, ...generic];
  const known = providers.map(({ id }) => id);
  const named = [
    ...[
      config.providers,
      config.channels,
      config.signature,
      config.mediaApis,
      config.silentAfterHours,
    ].flatMap((byProvider) => Object.keys(byProvider)),
    ...Object.values(config.subscribers.teams).flatMap(({ providers = [] }) => providers),
  ];
  for (const id of named) {
    if (!known.includes(id)) {
      throw new GatewayConfigError(
        `it names an unknown provider "${id}"; known are ${known.join(', ')}`,
      );
    }
  }
  const unsigned = providers.find(({ id, signature }) => config.signature[id] && !signature);
  if (unsigned) {
    throw new GatewayConfigError(
      `it has signature.${unsigned.id}, but ${unsigned.name} does not sign its callbacks: remove it`,
    );
  }
  return providers.filter(({ id }) => config.providers[id] !== false);
}
