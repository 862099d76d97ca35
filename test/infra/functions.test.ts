import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { environmentKeys, localMediaOriginKey } from '../../shared/runtime/environment.ts';
import { readable } from './readable.ts';
import { acmeChannels, everythingConfigured, keyArn, synthesize } from './synthesize.ts';

const template = synthesize();
const configured = synthesize(everythingConfigured);
const functionType = 'AWS::Lambda::Function';
const functions = Object.entries(template.findResources(functionType)).map(
  ([id, { Properties }]) => [id.replace(/[0-9A-F]{8}$/, ''), Properties] as const,
);

describe.each(functions)('%s', (id, properties) => {
  it('runs on Node.js 24 on arm64', () => {
    expect(properties.Runtime).toBe('nodejs24.x');
    expect(properties.Architectures).toEqual(['arm64']);
    expect(properties.Handler).toBe('index.handler');
  });

  it('logs JSON to a log group of its own, and the callback functions share one', () => {
    expect(properties.LoggingConfig.LogFormat).toBe('JSON');
    const own = id.replace(/Function$/, 'Logs').replace(/^.*(?=CallbackLogs)/, '');
    expect(readable(properties.LoggingConfig.LogGroup)).toBe(own);
  });

  it('gets only environment variables that the functions know', () => {
    const known: string[] = [...Object.values(environmentKeys), 'NODE_OPTIONS'];
    for (const key of Object.keys(properties.Environment.Variables)) expect(known).toContain(key);
  });
});

it('a callback function has 10 seconds, and logs no start and report lines', () => {
  const [, callback] = functions.find(([id]) => id === 'AcmeCallbackFunction') ?? [];
  expect(callback?.Timeout).toBe(10);
  expect(callback?.LoggingConfig.SystemLogLevel).toBe('WARN');
});

it('a function reserves what the owner configures: a provider’s own number before that of all', () => {
  const reservedIn = (of: typeof template) =>
    Object.fromEntries(
      Object.entries(of.findResources(functionType)).flatMap(([id, { Properties }]) => {
        const { ReservedConcurrentExecutions: reserved } = Properties;
        return reserved === undefined ? [] : [[id.replace(/[0-9A-F]{8}$/, ''), reserved]];
      }),
    );
  expect(reservedIn(configured)).toEqual({
    AcmeCallbackFunction: 40,
    NorthWindCallbackFunction: 20,
    PublisherPublishFunction: 5,
    MediaMirrorFunction: 10,
  });
  expect(reservedIn(synthesize({ reservedConcurrency: { publisher: 1 } }))).toEqual({
    PublisherPublishFunction: 1,
  });
  expect(reservedIn(template)).toEqual({});
});

it('every log group has a retention of 30 days, or as configured', () => {
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  configured.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
});

it('every log group is encrypted with the key of the owner, and with a key of AWS by default', () => {
  configured.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: keyArn });
  template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.absent() });
});

it('the owner can bring the code of every function', () => {
  const code = Object.values(template.findResources(functionType)).map(
    ({ Properties }) => Properties.Code.ZipFile,
  );
  const names = ['acme', 'media-mirror', 'north-wind', 'publisher'];
  expect(code.toSorted()).toEqual(names.map((name) => `// ${name}`));
});

it('the log level is INFO, or as configured, for the functions and for Lambda', () => {
  template.allResourcesProperties(functionType, {
    Environment: { Variables: { LOG_LEVEL: 'INFO' } },
    LoggingConfig: { ApplicationLogLevel: 'INFO' },
  });
  configured.allResourcesProperties(functionType, {
    Environment: { Variables: { LOG_LEVEL: 'DEBUG' } },
    LoggingConfig: { ApplicationLogLevel: 'DEBUG' },
  });
});

it('a provider’s configured channels reach only its own function', () => {
  const variables = Object.values(configured.findResources(functionType)).flatMap(
    ({ Properties }) => Properties.Environment.Variables.PROVIDER_CHANNELS ?? [],
  );
  expect(variables.map((text) => JSON.parse(text))).toEqual([acmeChannels]);
});

it('whether a provider must sign reaches only its own function, and nothing by default', () => {
  const valuesIn = (of: typeof template) =>
    Object.values(of.findResources(functionType)).flatMap(
      ({ Properties }) => Properties.Environment.Variables.SIGNATURE_POLICY ?? [],
    );
  expect(valuesIn(configured)).toEqual(['required']);
  expect(valuesIn(template)).toEqual([]);
});

it('the template does not contain the key that only the emulator may set', () => {
  expect(JSON.stringify(configured.toJSON())).not.toContain(localMediaOriginKey);
});
