import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as kms from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
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

it.each<[string, Parameters<typeof acme>[0] | object, string]>([
  ['a misspelt one', { chanels: {} }, 'acme has no "chanels": write "channels"'],
  [
    'an invalid phone number',
    { channels: { c1: { phone: '+44' } } },
    'in digits, without + and without spaces',
  ],
  [
    'more channels than fit into a function’s environment variables',
    {
      channels: Object.fromEntries(
        Array.from({ length: 150 }, (_, index) => [`c${index}`, { phone: '15550100001' }]),
      ),
    },
    '3,000 bytes',
  ],
  [
    'a media API without TLS over a network',
    { mediaApi: { baseUrl: 'http://files.shop.example' } },
    'acme.mediaApi.baseUrl must use https',
  ],
  [
    'a media API with a slash at the end',
    { mediaApi: { baseUrl: 'https://files.shop.example/' } },
    'not end in a slash',
  ],
  [
    'a version that contains a path',
    { mediaApi: { version: '../v1' } },
    'acme.mediaApi.version must be',
  ],
  [
    'an unknown value of signature',
    { signature: 'maybe' },
    'acme.signature must be "required" or "optional"',
  ],
  [
    'more than a week of silence',
    { silentAfterHours: 169 },
    'acme.silentAfterHours must be a whole number, from 1 to 168',
  ],
])('%s among the options of a provider is refused', (_, options, named) => {
  expect(problemsOf({ providers: [acme(options)] })).toEqual([expect.stringContaining(named)]);
});

it.each([
  ['signature', { signature: 'required' }, 'North Wind does not sign its callbacks: remove it'],
  ['channels', { channels: {} }, 'north-wind.channels changes nothing'],
  ['mediaApi', { mediaApi: {} }, 'north-wind.mediaApi changes nothing'],
] as const)('a provider that has no use for %s cannot have it', (_, options, named) => {
  expect(problemsOf({ providers: [northWind(options)] })).toEqual([expect.stringContaining(named)]);
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

describe('docs/configuration.md', () => {
  const page = readFileSync(
    fileURLToPath(new URL('../../docs/configuration.md', import.meta.url)),
    'utf8',
  );
  /** The keys in the first cells of a table, by its heading. */
  function documented(heading: string): readonly string[] {
    const [, table = ''] = page.split(`| ${heading} | default | effect |`);
    const [rows = ''] = table.split('\n\n');
    return [...rows.matchAll(/^\| (`.*?`) \| /gm)].flatMap(([, cell = '']) =>
      Array.from(cell.matchAll(/`([^`]+)`/g), ([, key = '']) => key),
    );
  }

  it('lists exactly the props of a gateway', () => {
    const choice = { preset: 1, include: 1, exclude: 1, thresholds: 1, topic: 1 };
    const props = {
      ...everythingConfigured,
      providers: 1,
      alarms: { ...everythingConfigured.alarms, ...choice },
      throttling: { rateLimit: 1, burstLimit: 1 },
      code: 1,
    };
    const known = Object.entries(props).flatMap(([key, value]) => pathsOf(key, value));
    expect([...documented('prop')].sort()).toEqual([...new Set(known)].sort());
  });

  it('lists exactly the options of a provider', () => {
    const options = [
      'channels',
      'mediaApi',
      'reservedConcurrency',
      'signature',
      'silentAfterHours',
    ];
    expect([...documented('option')].sort()).toEqual(options);
  });
});

/** The paths of a configured value as the page writes them: `throttling.rateLimit`. */
function pathsOf(key: string, value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [key];
  const inner = Object.entries(value).flatMap(([name, nested]) => pathsOf(name, nested));
  return inner.map((path) => `${key}.${path.replace(/^support\b/, '<team>')}`);
}
