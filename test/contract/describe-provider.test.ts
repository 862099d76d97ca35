import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineProvider } from '../../shared/provider/define-provider.ts';
import { manifest } from '../../tools/init/templates/provider/manifest.ts';
import * as code from '../../tools/init/templates/provider/normalize.ts';
import { readFixtureFolder } from '../../tools/provider-testing/fixtures.ts';
import { writeGolden } from '../../tools/provider-testing/goldens.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'describe-provider-'));
afterAll(() => rmSync(folder, { recursive: true }));

const adapter = defineProvider(manifest, code);
const message = { event: 'message', id: '1', from: '447700900123', to: '15550100001', text: 'Hi' };

/** By the full names of the tests that failed: the messages, with the stacks. */
type Failures = Readonly<Record<string, string>>;

interface Report {
  readonly passedTests: number;
  readonly failures: Failures;
}

/** The part of the report of Vitest that is read here. */
interface VitestReport {
  readonly testResults: readonly {
    /** The path of the file. */
    readonly name: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/**
 * Writes the suite of the provider of the template into a folder of its own.
 *
 * @param define TypeScript that makes the `adapter`; it can use `manifest`, `code` and `defineProvider`
 */
function writeSuite(name: string, define: string): void {
  const own = join(folder, name);
  mkdirSync(join(own, 'fixtures'), { recursive: true });
  const texts = { 'message.hi': message, 'message.hello': { ...message, id: '2', text: 'Hello' } };
  for (const [file, json] of Object.entries(texts)) {
    writeFileSync(join(own, `fixtures/${file}.payload.json`), JSON.stringify(json));
  }
  for (const fixture of readFixtureFolder(join(own, 'fixtures'))) writeGolden(adapter, fixture);
  writeFileSync(
    join(own, 'own.test.ts'),
    `import { defineProvider } from '${root}shared/provider/define-provider.ts';
import { manifest } from '${root}tools/init/templates/provider/manifest.ts';
import * as code from '${root}tools/init/templates/provider/normalize.ts';
import { describeProvider } from '${root}tools/provider-testing/index.ts';
const adapter = ${define};
describeProvider(adapter, ${JSON.stringify(join(own, 'fixtures'))});
`,
  );
}

/** Runs the suites of these adapters, each as if it were the only one of its project. */
function runSuites<Name extends string>(adapters: Readonly<Record<Name, string>>) {
  for (const [name, define] of Object.entries<string>(adapters)) writeSuite(name, define);
  const kept = Object.entries(process.env).filter(([key]) => !/^(VITEST|NODE_ENV)/.test(key));
  const report = join(folder, 'report.json');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      vitest,
      'run',
      ...['--root', folder, '--maxWorkers=1', '--no-isolate', '--testTimeout=600000'],
      ...['--reporter=json', `--outputFile=${report}`],
    ],
    { cwd: folder, encoding: 'utf8', env: Object.fromEntries(kept) },
  );
  if (!existsSync(report)) throw new Error(`no suite ran:\n${stdout}${stderr}`);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
  const reports = testResults.map(({ name, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    return [
      basename(dirname(name)),
      {
        passedTests: assertionResults.filter(({ status }) => status === 'passed').length,
        failures: Object.fromEntries(
          failed.map(({ fullName, failureMessages }) => [fullName, failureMessages.join('\n')]),
        ),
      },
    ] as const;
  });
  return Object.fromEntries(reports) as Readonly<Record<Name, Report>>;
}

const withManifest = (change: string) => `defineProvider({ ...manifest, ${change} }, code)`;

const withCode = (change: string) => `defineProvider(manifest, { ...code, ${change} })`;

/** The manifest of a provider that signs the body so. */
function signing(signature: object): string {
  const secretFields = "{ signingKeys: 'in its console' }";
  return withManifest(`signature: ${JSON.stringify(signature)}, secretFields: ${secretFields}`);
}

const headers = [{ name: 'x-signature', patterns: ['{signature}'] }];

const adapters = {
  good: 'defineProvider(manifest, code)',
  'hex-key': signing({
    ...{ algorithm: 'hmac-sha512', encoding: 'base64', keyEncoding: 'hex' },
    ...{ headers, signed: ['body'] },
  }),
  'private-key': signing({
    ...{ algorithm: 'ed25519', encoding: 'base64', keyEncoding: 'base64' },
    ...{ headers, signed: ['body'] },
  }),
  'signs-what-is-not-there': signing({
    ...{ algorithm: 'hmac-sha256', encoding: 'hex' },
    ...{ headers, signed: [{ field: ['nowhere'] }] },
  }),
  throws: `defineProvider(manifest, { normalize: function brokenNormalizer() { throw new TypeError('a defect'); } })`,
  'accepts-any-token': withCode('verify: () => ({ authentic: true })'),
  'accepts-none': withCode('verify: () => ({ authentic: false })'),
  'loses-a-field': withCode(
    'normalize: (body, context) => code.normalize({ ...body, text: undefined }, context)',
  ),
  'uses-the-order-of-fields': withCode(
    'normalize: (body, context) => code.normalize({ ...body, id: Object.keys(body).join() }, context)',
  ),
  'accepts-no-unknown-field': withCode(
    'normalize: (body, context) => code.normalize("field_of_tomorrow" in body ? {} : body, context)',
  ),
};

describe('describeProvider, in any folder', () => {
  let reports: Readonly<Record<keyof typeof adapters, Report>>;
  beforeAll(() => {
    reports = runSuites(adapters);
  });

  it('passes for an adapter that keeps the contract', () => {
    expect(reports.good.failures).toEqual({});
    expect(reports.good.passedTests).toBeGreaterThan(70);
  });

  it.each([
    ['an HMAC with a hex key', 'hex-key'],
    ['a private key', 'private-key'],
  ] as const)('makes the keys of a provider that signs with %s', (_, name) => {
    expect(reports[name].failures).toEqual({});
    expect(reports[name].passedTests).toBeGreaterThan(85);
  });

  it('fails with the stack of an adapter that throws', () => {
    const name = 'provider new-provider fixture message.hi is normalized without an error';
    expect(reports.throws.failures[name]).toMatch(
      /TypeError: a defect\n\s+at .*brokenNormalizer .*own\.test\.ts/,
    );
  });

  it('says once when it cannot sign a fixture, and does not attack then', () => {
    const { failures } = reports['signs-what-is-not-there'];
    expect(Object.keys(failures)).toEqual([
      'provider new-provider is signed by this suite as its provider signs',
    ]);
    expect(Object.values(failures).join()).toContain('message.hi');
  });

  it.each([
    ['accepts-any-token', 'is refused with another token'],
    ['accepts-none', 'is accepted when it is genuine'],
    ['loses-a-field', 'equals its golden'],
    ['uses-the-order-of-fields', 'whatever the order and the spelling of fields'],
    ['accepts-no-unknown-field', 'unknown fields'],
  ] as const)('fails for an adapter that %s', (name, test) => {
    expect(Object.keys(reports[name].failures).join('\n')).toContain(test);
  });
});

describe('the golden of a fixture', () => {
  const write = (name: string, payload: unknown, given = adapter) =>
    writeGolden(given, {
      name,
      payload: JSON.stringify(payload),
      goldenPath: join(folder, `${name}.expected.json`),
    });

  it('is written once', () => {
    expect(write('message.hi', message)).toEqual({ outcome: 'new' });
    expect(write('message.hi', message)).toEqual({ outcome: 'unchanged' });
    expect(write('message.hi', { ...message, id: '2' })).toEqual({ outcome: 'changed' });
  });

  it('is not the error of an adapter, but its stack is shown', () => {
    const normalize = () => {
      throw new TypeError('a defect');
    };
    expect(write('message.fails', message, { ...adapter, normalize })).toMatchObject({
      outcome: 'refused',
      because: expect.stringMatching(/TypeError: a defect\n\s+at .*normalize/),
    });
    expect(existsSync(join(folder, 'message.fails.expected.json'))).toBe(false);
  });

  it('is not an event that the contract does not have, and the refusal says why', () => {
    const toDraft = (providerEvent: string) => ({
      type: 'message.status.updated' as const,
      providerEvent,
      // A word of the provider, which the compiler cannot see in a text.
      data: { messageId: '1', status: 'DELIVERED' as 'delivered', errors: [] },
    });
    const normalize = () => [{ kind: 'event' as const, draft: toDraft('message') }];
    expect(write('message.odd', message, { ...adapter, normalize })).toMatchObject({
      outcome: 'refused',
      because: expect.stringMatching(/not in the contract:\n.*data\.status/s),
    });
  });

  it('is a quarantine only where the fixture is named invalid', () => {
    const { id: _, ...withoutId } = message;
    expect(write('message.without-id', withoutId)).toMatchObject({ outcome: 'refused' });
    expect(write('invalid.without-id', withoutId)).toEqual({ outcome: 'new' });
    expect(write('invalid.nothing', message)).toMatchObject({ outcome: 'refused' });
  });
});
