import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type GatewayConfigInput, parseGatewayConfig } from '../../lib/config.ts';
import { buildStack, everythingConfigured } from './synthesize.ts';

it('an empty configuration is valid', () => {
  expect(parseGatewayConfig(undefined)).toEqual({
    stage: 'prod',
    providers: {},
    channels: {},
    signature: {},
    mediaApis: {},
    historyMedia: false,
    conversationList: false,
    mediaPorts: [],
    mediaConcurrency: 5,
    endpoints: { httpApi: true },
    throttling: { rateLimit: 1000, burstLimit: 1000 },
    retention: { archiveDays: 14, logsDays: 30 },
    subscribers: { accountIds: [], teams: {} },
    silentAfterHours: {},
    logLevel: 'INFO',
  });
});

it('a configuration with every key is valid', () => {
  expect(parseGatewayConfig(everythingConfigured)).toMatchObject(everythingConfigured);
});

it.each([
  { mediaDays: 30 },
  { eventsDays: 60, mediaDays: 60, payloadsDays: 60 },
  { eventsDays: 60, mediaDays: 1, payloadsDays: 90 },
])(
  'files and payloads that are found for as long as they are stored are valid: %j',
  (retention) => {
    expect(parseGatewayConfig({ retention }).retention).toMatchObject(retention);
  },
);

it('the command line may pass the configuration as JSON text', () => {
  expect(parseGatewayConfig('{"stage":"staging"}').stage).toBe('staging');
});

/** A team that may read only these conversations. */
const limitedTo = (...conversations: object[]) => ({
  subscribers: { teams: { support: { providers: ['acme'], conversations } } },
});

it.each<[string, unknown, string]>([
  ['a misspelt key', { retentoin: {} }, 'retentoin'],
  ['a misspelt nested key', { retention: { recordDays: 30 } }, 'recordDays'],
  ['an invalid stage', { stage: 'Prod!' }, 'stage'],
  [
    'event records that expire while a provider still retries',
    { retention: { eventsDays: 7 } },
    'eventsDays',
  ],
  ['a log retention that CloudWatch does not support', { retention: { logsDays: 31 } }, 'logsDays'],
  [
    'payloads that expire although event records do not',
    { retention: { payloadsDays: 30 } },
    'payloadsDays',
  ],
  [
    'payloads that expire before their event records',
    { retention: { eventsDays: 60, mediaDays: 60, payloadsDays: 30 } },
    'payloadsDays must be at least eventsDays',
  ],
  [
    'payloads that stay for ever after their event records',
    { retention: { eventsDays: 60, mediaDays: 60 } },
    'eventsDays needs payloadsDays',
  ],
  [
    'files that expire after their event records',
    { retention: { eventsDays: 60, mediaDays: 61, payloadsDays: 60 } },
    'mediaDays, which must be at most eventsDays',
  ],
  [
    'files that stay for ever after their event records',
    { retention: { eventsDays: 60, payloadsDays: 60 } },
    'eventsDays needs mediaDays',
  ],
  ['no endpoint', { endpoints: { httpApi: false, functionUrl: false } }, 'endpoints'],
  [
    'a custom domain while the HTTP API is off',
    { endpoints: { httpApi: false }, customDomain: everythingConfigured.customDomain },
    'customDomain',
  ],
  ['an invalid organization id', { subscribers: { organizationId: '123' } }, 'organizationId'],
  [
    'more accounts than a bus policy holds',
    { subscribers: { accountIds: Array.from({ length: 101 }, () => '111122223333') } },
    'use organizationId',
  ],
  [
    'a key by its alias',
    { kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:alias/tributary' },
    'kmsKeyArn',
  ],
  [
    'a key that is something else',
    { kmsKeyArn: 'arn:aws:sns:eu-west-1:123456789012:topic' },
    'must be the ARN of a KMS key',
  ],
  [
    'a certificate that is something else',
    {
      customDomain: {
        domainName: 'callbacks.example',
        certificateArn: 'arn:aws:iam::123456789012:server-certificate/callbacks',
      },
    },
    'must be the ARN of a certificate',
  ],
  ['an invalid account id', { subscribers: { accountIds: ['12'] } }, 'accountIds'],
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
    'conversations of one user',
    limitedTo({ channel: 'whatsapp', business: '15550100001', user: '447700900123' }),
    'limited by channel and business only',
  ],
  ['conversations of every business', limitedTo({ channel: 'whatsapp' }), 'business'],
  [
    'an unknown channel of conversations',
    limitedTo({ channel: 'signal', business: '15550100001' }),
    'channel',
  ],
  ...['', '+15550100001', '1555*', '1555?', '1555$'].map((business): [string, unknown, string] => [
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
  ['an invalid phone number', { channels: { acme: { c1: { phone: '+44' } } } }, 'phone'],
  [
    'more channels than fit into a function’s environment variables',
    {
      channels: {
        acme: Object.fromEntries(
          Array.from({ length: 150 }, (_, index) => [`c${index}`, { phone: '15550100001' }]),
        ),
      },
    },
    '3,000 bytes',
  ],
  [
    'a media API without TLS over a network',
    { mediaApis: { acme: { baseUrl: 'http://files.shop.example' } } },
    'baseUrl',
  ],
  [
    'a media API with a slash at the end',
    { mediaApis: { acme: { baseUrl: 'https://files.shop.example/' } } },
    'baseUrl',
  ],
  ['a port that does not exist', { mediaPorts: [65_536] }, 'mediaPorts'],
  ['fewer mirrors than Lambda allows', { mediaConcurrency: 1 }, 'mediaConcurrency'],
  ['more mirrors than Lambda allows', { mediaConcurrency: 1_001 }, 'mediaConcurrency'],
  ['a version that contains a path', { mediaApis: { acme: { version: '../v1' } } }, 'version'],
  ['an invalid mail address', { alarmEmail: 'operator' }, 'alarmEmail'],
  ['a runbook URL without a scheme', { runbookUrl: 'docs/operations.md' }, 'runbookUrl'],
  ['text that is not JSON', 'tributary', 'not valid JSON'],
  ['an unknown value of signature', { signature: { acme: 'maybe' } }, 'signature'],
  ['an unknown log level', { logLevel: 'LOUD' }, 'logLevel'],
  ['a log level above the lines that metrics count', { logLevel: 'WARN' }, 'lines of level INFO'],
])('%s is rejected, and the error names it', (_, config, named) => {
  expect(() => parseGatewayConfig(config)).toThrow(named);
});

it.each<[string, GatewayConfigInput]>([
  ['providers', { providers: { acmee: false } }],
  ['channels', { channels: { acmee: {} } }],
  ['signature', { signature: { acmee: 'required' } }],
  ['mediaApis', { mediaApis: { acmee: {} } }],
  ['silentAfterHours', { silentAfterHours: { acmee: 6 } }],
  ['a team', { subscribers: { teams: { support: { providers: ['acmee'], conversations: [] } } } }],
])('an unknown provider in %s is rejected', (_, config) => {
  expect(() => buildStack(config)).toThrow('"acmee"');
});

it('a provider that does not sign cannot be required to', () => {
  expect(() => buildStack({ signature: { 'north-wind': 'required' } })).toThrow(
    'North Wind does not sign its callbacks',
  );
});

it('a gateway without any provider is rejected', () => {
  expect(() => buildStack({ providers: { acme: false, 'north-wind': false } })).toThrow(
    'turns every provider off',
  );
});

describe('docs/configuration.md', () => {
  const page = readFileSync(
    fileURLToPath(new URL('../../docs/configuration.md', import.meta.url)),
    'utf8',
  );
  const [, table = ''] = page.split('| key | default | effect |');
  const documented = [...table.matchAll(/^\| (`.*?`) \| /gm)].flatMap(([, cell = '']) =>
    Array.from(cell.matchAll(/`([^`]+)`/g), ([, key = '']) => key),
  );
  const everyKey = parseGatewayConfig({ ...everythingConfigured, providers: { acme: true } });

  it('lists exactly the keys of the configuration', () => {
    const known = Object.entries(everyKey).flatMap(([key, value]) => pathsOf(key, value));
    expect(documented.sort()).toEqual([...new Set(known)].sort());
  });

  it('has an example that is valid', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    expect(() => parseGatewayConfig(JSON.parse(example).context.tributary)).not.toThrow();
  });
});

/** The paths of a configured value as the page writes them: `throttling.rateLimit`, `providers.<id>`. */
function pathsOf(key: string, value: unknown): readonly string[] {
  if (key === 'channels') return ['channels.<id>.<channel id>'];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [key];
  const inner = Object.entries(value).flatMap(([name, nested]) => pathsOf(name, nested));
  const placeholders = (path: string) =>
    path.replace(/^acme\b/, '<id>').replace(/^support\b/, '<team>');
  return inner.map((path) => `${key}.${placeholders(path)}`);
}
