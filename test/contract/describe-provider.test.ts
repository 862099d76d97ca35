import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
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

interface Report {
  readonly numPassedTests: number;
  /** By the full names of the tests that failed; the messages have the stacks. */
  readonly failures: Readonly<Record<string, string>>;
}

/**
 * Runs the suite on the provider of the template, in a folder outside of the repository.
 *
 * @param define TypeScript that makes the `adapter`; it can use `manifest`, `code` and `defineProvider`
 */
function runSuite(name: string, define = 'defineProvider(manifest, code)'): Report {
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
  const kept = Object.entries(process.env).filter(([key]) => !/^(VITEST|NODE_ENV)/.test(key));
  const report = join(own, 'report.json');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, 'run', '--root', own, '--reporter=json', `--outputFile=${report}`],
    { cwd: own, encoding: 'utf8', env: Object.fromEntries(kept) },
  );
  return readReport(report, `${stdout}${stderr}`);
}

function readReport(file: string, output: string): Report {
  const { numPassedTests, testResults } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly numPassedTests: number;
    readonly testResults: readonly {
      readonly message: string;
      readonly assertionResults: readonly {
        readonly fullName: string;
        readonly status: string;
        readonly failureMessages: readonly string[];
      }[];
    }[];
  };
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => [fullName, failureMessages.join('\n')] as const);
  expect(numPassedTests + failed.length, output).toBeGreaterThan(0);
  return { numPassedTests, failures: Object.fromEntries(failed) };
}

const mutant = (change: string) => `defineProvider({ ...manifest, ${change} }, code)`;

describe('describeProvider, in any folder', () => {
  it('passes for an adapter that keeps the contract', () => {
    const { failures, numPassedTests } = runSuite('good');
    expect(failures).toEqual({});
    expect(numPassedTests).toBeGreaterThan(70);
  });

  it.each([
    [
      'an HMAC with a hex key',
      { algorithm: 'hmac-sha512', encoding: 'base64', keyEncoding: 'hex' },
    ],
    ['a private key', { algorithm: 'ed25519', encoding: 'base64', keyEncoding: 'base64' }],
  ])('makes the keys of a provider that signs with %s', (name, scheme) => {
    const header = { name: 'x-signature', patterns: ['{signature}'] };
    const signature = JSON.stringify({ ...scheme, headers: [header], signed: ['body'] });
    const secretFields = "{ signingKeys: 'in its console' }";
    const { failures, numPassedTests } = runSuite(
      name.replaceAll(' ', '-'),
      mutant(`signature: ${signature}, secretFields: ${secretFields}`),
    );
    expect(failures).toEqual({});
    expect(numPassedTests).toBeGreaterThan(85);
  });

  it('fails with the stack of an adapter that throws', () => {
    const { failures } = runSuite(
      'throws',
      `defineProvider(manifest, { normalize: function brokenNormalizer() { throw new TypeError('a defect'); } })`,
    );
    const name = 'provider new-provider fixture message.hi is normalized without an error';
    expect(failures[name]).toMatch(/TypeError: a defect\n\s+at .*brokenNormalizer .*own\.test\.ts/);
  });

  it('says once when it cannot sign a fixture, and does not attack then', () => {
    const signature = `{
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      headers: [{ name: 'x-signature', patterns: ['{signature}'] }],
      signed: [{ field: ['nowhere'] }],
    }`;
    const { failures } = runSuite(
      'unsigned',
      mutant(`signature: ${signature}, secretFields: { signingKeys: 'in its console' }`),
    );
    expect(Object.keys(failures)).toEqual([
      'provider new-provider is signed by this suite as its provider signs',
    ]);
    expect(Object.values(failures).join()).toContain('message.hi');
  });

  it.each([
    ['accepts any token', 'verify: () => ({ authentic: true })', 'is refused with another token'],
    ['accepts none', 'verify: () => ({ authentic: false })', 'is accepted when it is genuine'],
    [
      'loses a field',
      'normalize: (body, context) => code.normalize({ ...body, text: undefined }, context)',
      'equals its golden',
    ],
    [
      'uses the order of fields',
      'normalize: (body, context) => code.normalize({ ...body, id: Object.keys(body).join() }, context)',
      'whatever the order and the spelling of fields',
    ],
    [
      'accepts no unknown field',
      'normalize: (body, context) => code.normalize("field_of_tomorrow" in body ? {} : body, context)',
      'unknown fields',
    ],
  ])('fails for an adapter that %s', (what, change, name) => {
    const { failures } = runSuite(
      what.replaceAll(' ', '-'),
      `defineProvider(manifest, { ...code, ${change} })`,
    );
    expect(Object.keys(failures).join('\n')).toContain(name);
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
