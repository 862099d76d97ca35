import { Annotations, Stack, Tags, Validations } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { toPascalCase } from '../shared/runtime/stack-outputs.ts';
import { version } from '../shared/version.ts';
import { addMonitoring } from './alarms/monitoring.ts';
import { bundleNames } from './bundling/bundle-names.ts';
import { CallbackApi } from './constructs/callback-api.ts';
import { GatewayEventBus } from './constructs/event-bus.ts';
import { EventSchemas } from './constructs/event-schemas.ts';
import { EventsTable } from './constructs/events-table.ts';
import { createLogGroup } from './constructs/gateway-function.ts';
import { MediaMirror } from './constructs/media-mirror.ts';
import { PrivateBucket } from './constructs/private-bucket.ts';
import { ProviderCallback } from './constructs/provider-callback.ts';
import { Publisher } from './constructs/publisher.ts';
import { SubscriberPolicy } from './constructs/subscriber-policy.ts';
import {
  busStatement,
  readStatements,
  ruleStatements,
  type SubscriberAccess,
} from './constructs/subscriber-statements.ts';
import { GatewayConfigError } from './gateway-config-error.ts';
import { writeOutputs } from './gateway-outputs.ts';
import { listNagSuppressions } from './nag-suppressions.ts';
import { pathInStack } from './path-in-stack.ts';
import type { GatewayProps } from './props/gateway-props.ts';
import { parseProps } from './props/parse-props.ts';
import { toResources } from './props/resources.ts';
import { isTeamName, type SubscriberTeams } from './props/subscriber-teams.ts';
import { prebuiltCode } from './providers/prebuilt.ts';
import { chooseRegionalParts } from './regions.ts';

/** The base of a provider's callback URLs: a `/` and the token of its secret complete them. */
export interface CallbackUrl {
  /** On the HTTP API. Undefined when that endpoint is off. */
  readonly api: string | undefined;
  /** The function URL. Undefined when that endpoint is off. */
  readonly functionUrl: string | undefined;
}

/**
 * The whole gateway, in any stack: endpoints, event records, outbox, event bus, media mirror and alarms.
 *
 * Table, buckets and secrets remain when the stack is deleted (`docs/deploying.md` adopts them again). The
 * logical ids of what holds data or is named outside of the stack never change within a major version.
 *
 * @throws {GatewayConfigError} with every problem of the props
 */
export class Gateway extends Construct {
  /** Begins the names that must be unique in an account and region. */
  readonly name: string;
  /** Every event is published on it. */
  readonly bus: events.EventBus;
  /** The event records, and thereby the outbox. */
  readonly table: dynamodb.Table;
  /** The mirrored files. */
  readonly mediaBucket: s3.Bucket;
  /** Raw payloads, quarantined bodies and dead letters. */
  readonly payloadBucket: s3.Bucket;
  /** All alarms are sent to it: a topic of its own, or the one of the props. */
  readonly alarmTopic: sns.ITopic;
  /** By provider id. */
  readonly callbackUrls: Readonly<Record<string, CallbackUrl>>;
  /** The secret of each provider, by provider id (`docs/secrets.md`). */
  readonly secrets: Readonly<Record<string, secretsmanager.Secret>>;
  /** CloudWatch namespace of the metrics that are counted from log lines. */
  readonly metricNamespace: string;
  /** Allows to read everything: attach it to the roles of subscribers in the account. */
  readonly subscriberPolicy: iam.IManagedPolicy;
  readonly #access: SubscriberAccess;
  readonly #teams: SubscriberTeams;

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const settings = parseProps(props);
    const name = settings.name ?? [Stack.of(this).stackName, ...pathInStack(this)].join('-');
    const { resources, problems: ofResources } = toResources(this, name, settings);
    const { parts, problems: ofRegion, warning } = chooseRegionalParts(this, settings);
    // The CDK's command line prints them without a stack trace, and stops.
    const problems = [...ofResources, ...ofRegion];
    if (problems.length > 0) {
      Annotations.of(this).addError(new GatewayConfigError(problems).message);
    }
    if (warning !== undefined) Annotations.of(this).addWarningV2('tributary:region', warning);
    const { encryptionKey, logsEncryptionKey } = resources;

    const { table } = new EventsTable(this, 'EventsTable', { encryptionKey });
    const media = new PrivateBucket(this, 'MediaBucket', {
      encryptionKey,
      expireAfterDays: settings.retention.mediaDays,
      // No versions: an object is never overwritten (`If-None-Match: *`, ADR 0022).
      versioned: false,
    });
    const payloads = new PrivateBucket(this, 'PayloadBucket', {
      encryptionKey,
      expireAfterDays: settings.retention.payloadsDays,
      // Nothing else holds raw payloads, quarantined bodies and dead letters.
      versioned: true,
    });
    const eventBus = new GatewayEventBus(this, 'EventBus', { busName: name, settings });
    if (parts.schemaRegistry) new EventSchemas(this, 'EventSchemas', { registryName: name });
    const shared = { settings, table, encryptionKey, logsEncryptionKey };
    const callbackLogs = createLogGroup(this, 'CallbackLogs', { settings, logsEncryptionKey });
    const callbacks = settings.providers.map(
      (provider) =>
        new ProviderCallback(this, toPascalCase(provider.id), {
          ...shared,
          provider,
          code: settings.code?.(provider.id) ?? provider.code(),
          payloads,
          logGroup: callbackLogs,
          hasFunctionUrl: parts.functionUrl,
        }),
    );
    const [first] = callbacks;
    const api =
      parts.httpApi && first
        ? // Any provider's function can respond to other paths: without its token they are not authentic.
          new CallbackApi(this, 'CallbackApi', {
            settings,
            logsEncryptionKey,
            customDomain: resources.customDomain,
            apiName: name,
            routes: callbacks,
            fallback: first.function,
          })
        : undefined;
    const codeOf = (bundle: string) => settings.code?.(bundle) ?? prebuiltCode(bundle);
    const publisher = new Publisher(this, 'Publisher', {
      ...shared,
      code: codeOf(bundleNames.publisher),
      bus: eventBus.bus,
      payloads,
    });
    const mirror = new MediaMirror(this, 'MediaMirror', {
      ...shared,
      code: codeOf(bundleNames.mediaMirror),
      bus: eventBus.bus,
      media,
      mediaAccess: callbacks.flatMap(({ provider: { id, mediaAccess }, secret }) =>
        mediaAccess ? [{ provider: id, access: mediaAccess, secret }] : [],
      ),
    });
    const access = { table, encryptionKey, bus: eventBus, media };
    const subscriberPolicy = new SubscriberPolicy(this, 'SubscriberPolicy', access);
    const { teams } = settings.subscribers;
    const teamPolicies = Object.entries(teams).map(([team, limits]) => ({
      team,
      policy: new SubscriberPolicy(this, `${toPascalCase(team)}SubscriberPolicy`, {
        ...access,
        team: { name: team, ...limits },
      }),
    }));
    const namespace = `Tributary/${name.replace(/^tributary-/, '')}`;
    const { topic } = addMonitoring(this, {
      name,
      namespace,
      settings: settings.alarms,
      dashboard: settings.dashboard,
      topic: resources.alarmTopic,
      email: settings.alarms.email,
      runbookUrl: settings.alarms.runbookUrl,
      silentAfterHours: Object.fromEntries(
        settings.providers.flatMap(({ id, silentAfterHours }) =>
          silentAfterHours === undefined ? [] : [[id, silentAfterHours]],
        ),
      ),
      callbacks,
      callbackLogs,
      publisher,
      mirror,
      table,
      api,
    });
    this.name = name;
    this.bus = eventBus.bus;
    this.table = table;
    this.mediaBucket = media;
    this.payloadBucket = payloads;
    this.alarmTopic = topic;
    this.metricNamespace = namespace;
    this.subscriberPolicy = subscriberPolicy;
    this.callbackUrls = Object.fromEntries(
      callbacks.map(({ provider, functionUrl }) => [
        provider.id,
        { api: api?.urlOf(provider), functionUrl },
      ]),
    );
    this.secrets = Object.fromEntries(
      callbacks.map(({ provider, secret }) => [provider.id, secret]),
    );
    this.#access = access;
    this.#teams = teams;
    writeOutputs(this, {
      callbacks,
      api,
      publisher,
      mirror,
      namespace,
      subscriberPolicy,
      teamPolicies,
    });
    // On one resource only, so that an upgrade shows in `cdk diff` what it changes besides.
    Tags.of(table).add('tributary:version', version);
    Validations.of(this).acknowledge(...listNagSuppressions(this, teams));
  }

  /**
   * Allows to read event records without raw JSON, conversations and mirrored files.
   *
   * @param team one of `subscribers.teams`, whose limits apply. Without it, everything may be read
   */
  grantRead(grantee: iam.IGrantable, team?: string): iam.Grant {
    return grantAll(grantee, readStatements(this.#accessOf(team)));
  }

  /**
   * Allows to create and manage rules on the bus whose names begin with `<team>-`. CloudFormation begins the
   * names of rules with the name of their stack. If the team is one of `subscribers.teams`, its limits apply.
   *
   * @param team 1 to 31 lower-case letters or digits
   */
  grantSubscribe(grantee: iam.IGrantable, team: string): iam.Grant {
    if (!isTeamName(team)) {
      throw new GatewayConfigError([
        `grantSubscribe takes the name of a team, 1 to 31 lower-case letters or digits, and not ${JSON.stringify(team)}`,
      ]);
    }
    const access = { ...this.#access, team: { name: team, ...this.#teams[team] } };
    return grantAll(grantee, [...ruleStatements(access), busStatement(access)]);
  }

  #accessOf(team: string | undefined): SubscriberAccess {
    if (team === undefined) return this.#access;
    const limits = this.#teams[team];
    if (limits !== undefined) return { ...this.#access, team: { name: team, ...limits } };
    throw new GatewayConfigError([
      `there is no team ${JSON.stringify(team)} in subscribers.teams: add it, or leave it out to grant everything`,
    ]);
  }
}

function grantAll(grantee: iam.IGrantable, statements: readonly iam.PolicyStatement[]): iam.Grant {
  return statements
    .map(({ actions, resources: resourceArns, conditions }) =>
      iam.Grant.addToPrincipal({ grantee, actions, resourceArns, conditions }),
    )
    .reduce((all, grant) => all.combine(grant));
}
