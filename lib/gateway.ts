import { Stack, Validations } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { toPascalCase } from '../shared/runtime/stack-outputs.ts';
import { addMonitoring } from './alarms/monitoring.ts';
import { checkRegionsOfArns } from './arns.ts';
import type { GatewayConfig } from './config.ts';
import { CallbackApi } from './constructs/callback-api.ts';
import { GatewayEventBus } from './constructs/event-bus.ts';
import { EventSchemas } from './constructs/event-schemas.ts';
import { EventsTable } from './constructs/events-table.ts';
import { createLogGroup } from './constructs/gateway-function.ts';
import { MediaMirror, type ProviderMediaAccess } from './constructs/media-mirror.ts';
import { PrivateBucket } from './constructs/private-bucket.ts';
import { ProviderCallback } from './constructs/provider-callback.ts';
import { Publisher } from './constructs/publisher.ts';
import { SubscriberPolicy } from './constructs/subscriber-policy.ts';
import { enabledProviders } from './enabled-providers.ts';
import { writeOutputs } from './gateway-outputs.ts';
import { listNagSuppressions } from './nag-suppressions.ts';
import { pathInStack } from './path-in-stack.ts';
import { chooseRegionalParts } from './regions.ts';
import type { RegisteredProvider } from './registered-provider.ts';

/** Properties of {@link Gateway}. */
export interface GatewayProps {
  /**
   * Begins the names that AWS demands to be unique in an account and region: of the bus, the API, the
   * alarms, the dashboard and the metrics.
   *
   * @default the name of the stack, and the path of the gateway in it unless its id is `Default`
   */
  readonly name?: string;
  readonly config: GatewayConfig;
  /** The registry. The configuration decides which of these providers are on. */
  readonly providers: readonly RegisteredProvider[];
  /** The bundle of a function of `functions/`, by the name of its folder. */
  readonly code: (functionName: string) => lambda.Code;
}

/**
 * The whole gateway, in any stack: endpoints, event records, outbox, event bus, media mirror and alarms.
 *
 * @throws {GatewayConfigError} for a configuration that the stack or the providers cannot have
 */
export class Gateway extends Construct {
  readonly name: string;
  /** Every event is published on it. */
  readonly bus: events.EventBus;
  /** The event records, and thereby the outbox. */
  readonly table: dynamodb.Table;
  /** The mirrored files. */
  readonly mediaBucket: s3.Bucket;
  /** Raw payloads, quarantined bodies and dead letters. */
  readonly payloadBucket: s3.Bucket;
  /** All alarms are sent to it. */
  readonly alarmTopic: sns.Topic;

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const { config, code } = props;
    const stack = Stack.of(this);
    checkRegionsOfArns(stack, config);
    this.name = props.name ?? [stack.stackName, ...pathInStack(this)].join('-');
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
    const eventBus = new GatewayEventBus(this, 'EventBus', { busName: this.name, config });
    const { bus } = eventBus;
    const parts = chooseRegionalParts(this, config);
    if (parts.schemaRegistry) new EventSchemas(this, 'EventSchemas', { registryName: this.name });
    const shared = { config, table, encryptionKey };
    const callbackLogs = createLogGroup(this, 'CallbackLogs', config);

    const callbacks = enabledProviders(config, props.providers).map(
      (provider) =>
        new ProviderCallback(this, toPascalCase(provider.id), {
          ...shared,
          provider,
          code: code(provider.id),
          payloads,
          logGroup: callbackLogs,
          hasFunctionUrl: parts.functionUrl,
        }),
    );
    const [first] = callbacks;
    const api =
      config.endpoints.httpApi && first
        ? // Any provider's function can respond to other paths: without its token they are not authentic.
          new CallbackApi(this, 'CallbackApi', {
            config,
            apiName: this.name,
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
    const teamPolicies = Object.entries(config.subscribers.teams).map(([team, limits]) => ({
      team,
      policy: new SubscriberPolicy(this, `${toPascalCase(team)}SubscriberPolicy`, {
        ...readable,
        team: { name: team, ...limits },
      }),
    }));
    const namespace = `Tributary/${this.name.replace(/^tributary-/, '')}`;
    const { topic } = addMonitoring(this, {
      name: this.name,
      namespace,
      config,
      callbacks,
      callbackLogs,
      publisher,
      mirror,
      table,
      api,
    });
    this.bus = bus;
    this.table = table;
    this.mediaBucket = media;
    this.payloadBucket = payloads;
    this.alarmTopic = topic;
    writeOutputs(this, {
      callbacks,
      api,
      publisher,
      mirror,
      namespace,
      subscriberPolicy,
      teamPolicies,
    });
    Validations.of(this).acknowledge(...listNagSuppressions(this, config.subscribers.teams));
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
