import * as kms from 'aws-cdk-lib/aws-kms';
import { expect, it } from 'vitest';
import { GatewayConfigError, type GatewayProps } from '../../lib/index.ts';
import { readProps } from '../../lib/props/parse-props.ts';
import { meta } from '../../lib/providers/index.ts';
import {
  acme,
  buildStack,
  customDomain,
  everythingConfigured,
  northWind,
  providers,
} from './synthesize.ts';

/** Every problem of props that a type may forbid. */
function problemsOf(props: object): readonly string[] {
  return readProps({ providers, ...props }).problems;
}

it('providers are all that a gateway needs', () => {
  const { settings } = readProps({ providers });
  expect(settings).toMatchObject({
    historyMedia: false,
    conversationList: false,
    mediaPorts: [],
    mediaConcurrency: 5,
    endpoints: { httpApi: true },
    throttling: { rateLimit: 1000, burstLimit: 1000 },
    retention: { archiveDays: 14, logsDays: 30 },
    subscribers: { accountIds: [], teams: {} },
    reservedConcurrency: {},
    logLevel: 'INFO',
  });
  expect(settings?.providers.map(({ id }) => id)).toEqual(['acme', 'north-wind']);
});

it('props with everything configured are valid', () => {
  expect(readProps(everythingConfigured).problems).toEqual([]);
});

it('a prop may be undefined', () => {
  const props = Object.fromEntries(
    Object.keys(everythingConfigured).map((key) => [key, undefined]),
  );
  expect(problemsOf({ ...props, providers })).toEqual([]);
});

it.each([
  { mediaDays: 30 },
  { eventsDays: 60, mediaDays: 60, payloadsDays: 60 },
  { eventsDays: 60, mediaDays: 1, payloadsDays: 90 },
])(
  'files and payloads that are found for as long as they are stored are valid: %j',
  (retention) => {
    expect(readProps({ providers, retention }).settings?.retention).toMatchObject(retention);
  },
);

/** A team that may read only these conversations. */
const limitedTo = (...conversations: object[]) => ({
  subscribers: { teams: { support: { providers: ['acme'], conversations } } },
});

it.each<[string, object, string]>([
  ['a misspelt prop', { retentoin: {} }, 'the gateway has no "retentoin": write "retention"'],
  ['a prop of the old configuration', { kmsKeyArn: 'arn' }, 'the gateway has no "kmsKeyArn"'],
  [
    'a misspelt nested prop',
    { retention: { logDays: 30 } },
    'retention has no "logDays": write "logsDays"',
  ],
  [
    'event records that expire while a provider still retries',
    { retention: { eventsDays: 7, mediaDays: 7, payloadsDays: 8 } },
    'retention.eventsDays must be a whole number, 8 or more',
  ],
  [
    'days below zero',
    { retention: { archiveDays: -1 } },
    'retention.archiveDays must be a whole number, 1 or more',
  ],
  [
    'a log retention that CloudWatch does not support',
    { retention: { logsDays: 31 } },
    'retention.logsDays must be one of the times of CloudWatch Logs',
  ],
  [
    'payloads that expire although event records do not',
    { retention: { payloadsDays: 30 } },
    'retention.payloadsDays must be at least eventsDays, and needs eventsDays',
  ],
  [
    'payloads that expire before their event records',
    { retention: { eventsDays: 60, mediaDays: 60, payloadsDays: 30 } },
    'retention.payloadsDays must be at least eventsDays',
  ],
  [
    'payloads that stay for ever after their event records',
    { retention: { eventsDays: 60, mediaDays: 60 } },
    'retention.eventsDays needs payloadsDays',
  ],
  [
    'files that expire after their event records',
    { retention: { eventsDays: 60, mediaDays: 61, payloadsDays: 60 } },
    'retention.eventsDays needs mediaDays, which must be at most eventsDays',
  ],
  [
    'files that stay for ever after their event records',
    { retention: { eventsDays: 60, payloadsDays: 60 } },
    'retention.eventsDays needs mediaDays',
  ],
  [
    'no endpoint',
    { endpoints: { httpApi: false, functionUrl: false } },
    'endpoints turns both endpoints off',
  ],
  [
    'a custom domain while the HTTP API is off',
    { endpoints: { httpApi: false }, customDomain },
    'customDomain needs endpoints.httpApi',
  ],
  [
    'a custom domain without a certificate',
    { customDomain: { domainName: 'callbacks.shop.example' } },
    'customDomain.certificate must be a certificate',
  ],
  [
    'a key by its ARN',
    { encryptionKey: 'arn:aws:kms:…' },
    'encryptionKey must be a key: Key.fromKeyArn',
  ],
  [
    'an invalid organization id',
    { subscribers: { organizationId: '123' } },
    'subscribers.organizationId must be',
  ],
  [
    'more accounts than a bus policy holds',
    { subscribers: { accountIds: Array.from({ length: 101 }, () => '111122223333') } },
    'use organizationId',
  ],
  [
    'an invalid account id',
    { subscribers: { accountIds: ['12'] } },
    'subscribers.accountIds.0 must be a 12-digit',
  ],
  ['a team name with a hyphen', { subscribers: { teams: { 'support-eu': {} } } }, 'lower-case'],
  [
    'a team name of the gateway',
    { subscribers: { teams: { tributary: {} } } },
    'not be "tributary"',
  ],
  [
    'a limit of event records without one of conversations',
    { subscribers: { teams: { support: { providers: ['acme'] } } } },
    'needs both providers and conversations',
  ],
  [
    'a limit of conversations without one of event records',
    { subscribers: { teams: { support: { conversations: [] } } } },
    'needs both providers and conversations',
  ],
  [
    'a limit that no key begins with',
    { subscribers: { teams: { support: { users: ['447700900123'] } } } },
    'limited by providers (event records, files, events) and by conversations',
  ],
  [
    'a limit to a provider that the gateway does not have',
    { subscribers: { teams: { support: { providers: ['acmee'], conversations: [] } } } },
    'names "acmee", which is not a provider of this gateway: it has acme, north-wind',
  ],
  [
    'conversations of one user',
    limitedTo({ channel: 'whatsapp', business: '15550100001', user: '447700900123' }),
    'limited by channel and business only',
  ],
  ['conversations of every business', limitedTo({ channel: 'whatsapp' }), 'business'],
  [
    'an unknown channel of conversations',
    limitedTo({ channel: 'signal', business: '15550100001' }),
    'channel must be one of whatsapp',
  ],
  ...['', '+15550100001', '1555*', '1555?', '1555$'].map((business): [string, object, string] => [
    `the business ${JSON.stringify(business)} of conversations`,
    limitedTo({ channel: 'whatsapp', business }),
    'in digits without +, or its id at the provider',
  ]),
  [
    'more conversations than fit into a policy',
    limitedTo(
      ...Array.from({ length: 100 }, () => ({ channel: 'whatsapp', business: '15550100001' })),
    ),
    '3,000 bytes',
  ],
  [
    'a port that does not exist',
    { mediaPorts: [65_536] },
    'mediaPorts.0 must be a whole number, from 1 to 65,535',
  ],
  [
    'fewer mirrors than Lambda allows',
    { mediaConcurrency: 1 },
    'mediaConcurrency must be a whole number, from 2 to 1,000',
  ],
  ['more mirrors than Lambda allows', { mediaConcurrency: 1_001 }, 'mediaConcurrency'],
  [
    'less reserved concurrency than the mirror needs',
    { reservedConcurrency: { mediaMirror: 4 } },
    'reservedConcurrency.mediaMirror must be at least mediaConcurrency, which is 5',
  ],
  [
    'a function that may not run',
    { reservedConcurrency: { publisher: 0 } },
    'reservedConcurrency.publisher',
  ],
  [
    'an invalid mail address',
    { alarms: { email: 'operator' } },
    'alarms.email must be a mail address',
  ],
  [
    'a runbook URL without a scheme',
    { alarms: { runbookUrl: 'docs/operations.md' } },
    'alarms.runbookUrl must be a URL',
  ],
  ['an unknown log level', { logLevel: 'LOUD' }, 'logLevel must be DEBUG or INFO'],
  ['a log level above the lines that metrics count', { logLevel: 'WARN' }, 'lines of level INFO'],
  ['a name that AWS does not take', { name: 'the gateway' }, 'name must be 1 to 48 letters'],
  ['no provider', { providers: [] }, 'providers must name at least one provider'],
  ['something else than a list of providers', { providers: acme() }, 'providers must be a list'],
  ['a provider by its id', { providers: ['incs'] }, 'providers.0 must be what a function of'],
  [
    'a function that was not called',
    { providers: [meta] },
    'providers.0 must be called: write meta() instead of meta',
  ],
  ['a provider twice', { providers: [acme(), acme()] }, 'providers names acme twice: remove one'],
])('%s is refused, and the problem says what to write', (_, props, named) => {
  expect(problemsOf(props)).toEqual([expect.stringContaining(named)]);
});

it('every problem is in one list', () => {
  const build = () =>
    buildStack({
      providers: [acme({ silentAfterHours: 0 }), northWind({ signature: 'required' })],
      mediaConcurrency: 1,
      retention: { archiveDays: 0, logsDays: 31 },
    });
  expect(build).toThrow(GatewayConfigError);
  expect(build).toThrow(/^the gateway cannot be built:\n( {2}- .+\n?){5}$/);
});

it('a key may be a construct or a function of the scope', () => {
  const keyIn = (stack: ReturnType<typeof buildStack>) =>
    Object.values(stack.node.findAll()).filter((it) => it instanceof kms.Key);
  const encryptionKey: GatewayProps['encryptionKey'] = (scope) => new kms.Key(scope, 'Key');
  expect(keyIn(buildStack({ encryptionKey }))).toHaveLength(1);
});
