import { expect, test } from 'vitest';
import { parseGatewayConfig } from '../../lib/config.ts';
import { buildStack, everythingConfigured } from './synthesize.ts';

test('nothing needs to be configured', () => {
  expect(parseGatewayConfig(undefined)).toEqual({
    stage: 'prod',
    providers: {},
    channels: {},
    mediaApis: {},
    endpoints: { httpApi: true, functionUrl: true },
    throttling: { rateLimit: 1000, burstLimit: 1000 },
    retention: { archiveDays: 14, logsDays: 30 },
    subscribers: { accountIds: [] },
    schemaRegistry: true,
    silentAfterHours: {},
    logLevel: 'INFO',
  });
});

test('everything can be configured', () => {
  expect(parseGatewayConfig(everythingConfigured)).toMatchObject(everythingConfigured);
});

test('the command line may give the configuration as JSON text', () => {
  expect(parseGatewayConfig('{"stage":"staging"}').stage).toBe('staging');
});

test.each([
  ['a misspelt key', { retentoin: {} }, 'retentoin'],
  ['a misspelt key further in', { retention: { recordDays: 30 } }, 'recordDays'],
  ['a stage that is no name', { stage: 'Prod!' }, 'stage'],
  [
    'event records that a provider may outlast with its retries',
    { retention: { eventsDays: 7 } },
    'eventsDays',
  ],
  ['logs for a time that CloudWatch does not know', { retention: { logsDays: 31 } }, 'logsDays'],
  [
    'raw bodies that go before their event records',
    { retention: { payloadsDays: 30 } },
    'payloadsDays',
  ],
  [
    'raw bodies that go before their event records do',
    { retention: { eventsDays: 60, payloadsDays: 30 } },
    'payloadsDays',
  ],
  ['no endpoint at all', { endpoints: { httpApi: false, functionUrl: false } }, 'endpoints'],
  [
    'a domain for an API that is off',
    { endpoints: { httpApi: false }, customDomain: everythingConfigured.customDomain },
    'customDomain',
  ],
  ['an organization id that is none', { subscribers: { organizationId: '123' } }, 'organizationId'],
  ['an account id that is none', { subscribers: { accountIds: ['12'] } }, 'accountIds'],
  ['a phone number that is none', { channels: { acme: { c1: { phone: '+44' } } } }, 'phone'],
  [
    'more channels than a function’s environment holds',
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
    'a media API in plain text over a network',
    { mediaApis: { acme: { baseUrl: 'http://files.shop.example' } } },
    'baseUrl',
  ],
  [
    'a media API with a slash at the end',
    { mediaApis: { acme: { baseUrl: 'https://files.shop.example/' } } },
    'baseUrl',
  ],
  ['a version that is a path', { mediaApis: { acme: { version: '../v1' } } }, 'version'],
  ['an address that is none', { alarmEmail: 'nobody' }, 'alarmEmail'],
  ['text that is no JSON', 'tributary', 'it is no JSON'],
  ['a log level that is none', { logLevel: 'LOUD' }, 'logLevel'],
  ['a log level without the lines that metrics count', { logLevel: 'WARN' }, 'lines of INFO'],
])('%s is refused, by name', (_, config, named) => {
  expect(() => parseGatewayConfig(config)).toThrow(named);
});

test.each([
  ['switched off', { providers: { acmee: false } }],
  ['told its channels', { channels: { acmee: {} } }],
  ['given a media API', { mediaApis: { acmee: {} } }],
])('a provider that is not there is not %s in silence', (_, config) => {
  expect(() => buildStack(config)).toThrow('"acmee"');
});

test('a gateway without any provider is refused', () => {
  expect(() => buildStack({ providers: { acme: false, 'north-wind': false } })).toThrow(
    'no provider',
  );
});
