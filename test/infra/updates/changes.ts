import * as sns from 'aws-cdk-lib/aws-sns';
import type { GatewayProps } from '../../../lib/index.ts';
import { acme, customDomain, northWind, ownKey } from '../synthesize.ts';

/** A change of the props, and what it does to a gateway with data and with callback URLs in consoles. */
export interface Change {
  /** In Markdown. */
  readonly what: string;
  readonly before?: Partial<GatewayProps>;
  readonly after: Partial<GatewayProps>;
  /** For the owner, in Markdown. */
  readonly effect: string;
}

const team = { teams: { support: { providers: ['acme'], conversations: [] } } };

/** Every kind of change. `docs/updates.md` lists them with what CloudFormation does. */
export const changes: readonly Change[] = [
  {
    what: 'add a provider',
    before: { providers: [acme()] },
    after: { providers: [acme(), northWind()] },
    effect: 'Enter its URL in its console. All other URLs stay.',
  },
  {
    what: 'remove a provider',
    before: { providers: [acme(), northWind()] },
    after: { providers: [acme()] },
    effect:
      'Its URL is gone at once, and its secret stays behind unused. Added again, it has another URL and token.',
  },
  {
    what: '`silentAfterHours`, `channels`, `signature`, `mediaApi` of a provider',
    before: { providers: [acme()] },
    after: {
      providers: [
        acme({
          silentAfterHours: 6,
          signature: 'required',
          channels: { one: { channel: 'whatsapp' } },
          mediaApi: { version: 'v2' },
        }),
      ],
    },
    effect: 'None for callbacks in progress.',
  },
  {
    what: '`endpoints.functionUrl`: `false`',
    after: { endpoints: { functionUrl: false } },
    effect: 'The function URLs are gone at once. Turned on again, they are other URLs.',
  },
  {
    what: '`endpoints.httpApi`: `false`',
    after: { endpoints: { httpApi: false } },
    effect: 'The URLs of the HTTP API are gone at once. Turned on again, they are other URLs.',
  },
  {
    what: 'add `customDomain`',
    after: { customDomain },
    effect: 'The URLs of the API work as before, beside those of the domain.',
  },
  {
    what: 'another `customDomain.domainName`',
    before: { customDomain },
    after: { customDomain: { ...customDomain, domainName: 'messages.shop.example' } },
    effect: 'The old domain stops working. Change the URLs in the consoles first, to those of AWS.',
  },
  {
    what: '`throttling`',
    after: { throttling: { rateLimit: 10, burstLimit: 10 } },
    effect: 'None for callbacks in progress.',
  },
  {
    what: '`retention`',
    after: {
      retention: {
        eventsDays: 30,
        mediaDays: 30,
        payloadsDays: 30,
        archiveDays: 3,
        logsDays: 7,
      },
    },
    effect:
      'Objects and archived events that are older are deleted within a day. An event record keeps the time to live that it was stored with; those without one stay.',
  },
  {
    what: '`encryptionKey`',
    after: { encryptionKey: ownKey },
    effect:
      'The table and the secrets change to the key in place. Objects that exist keep the key of AWS.',
  },
  {
    what: '`logsEncryptionKey`',
    after: { logsEncryptionKey: ownKey },
    effect: 'Only new log lines are encrypted with it.',
  },
  {
    what: '`alarms.preset`, `alarms.exclude`, `dashboard`',
    after: { alarms: { preset: 'full' } },
    effect: 'An alarm with another name begins without a state. Nothing else changes.',
  },
  {
    what: '`alarms.topic`',
    after: {
      alarms: {
        topic: (scope) =>
          sns.Topic.fromTopicArn(scope, 'Topic', 'arn:aws:sns:eu-west-1:123456789012:operators'),
      },
    },
    effect: 'The topic of the gateway is deleted, with its subscriptions.',
  },
  {
    what: '`subscribers.teams`: add a team',
    after: { subscribers: team },
    effect: 'Attach the policy of the team to its roles.',
  },
  {
    what: '`subscribers.accountIds`',
    after: { subscribers: { accountIds: ['111122223333'] } },
    effect: 'These accounts may create rules.',
  },
  {
    what: '`schemaRegistry`: `false`',
    after: { schemaRegistry: false },
    effect: 'The registry is deleted. Generated code of subscribers is not affected.',
  },
  {
    what: '`mediaConcurrency`, `mediaPorts`, `historyMedia`, `conversationList`, `reservedConcurrency`, `logLevel`',
    after: {
      mediaConcurrency: 10,
      mediaPorts: [8443],
      historyMedia: true,
      conversationList: true,
      reservedConcurrency: { callbacks: 20, publisher: 5, mediaMirror: 10 },
      logLevel: 'DEBUG',
    },
    effect: 'None for callbacks in progress.',
  },
  {
    what: 'another `name` of the gateway in the same stack',
    before: { name: 'tributary-prod' },
    after: { name: 'messaging' },
    effect:
      'Subscribers must create their rules on the new bus, and the old archive is gone. Data and callback URLs stay. Deploy a second gateway instead, and move provider by provider.',
  },
];
