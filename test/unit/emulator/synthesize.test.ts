import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { synthesize } from '../../../tools/emulator/template/synthesize.ts';
import { EmulatorError } from '../../../tools/emulator-client/emulator-error.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** An app that writes its context into a file of its output directory. */
const app = `node -e 'const { CDK_OUTDIR, CDK_CONTEXT_JSON } = process.env;
fs.mkdirSync(CDK_OUTDIR, { recursive: true });
fs.writeFileSync(CDK_OUTDIR + "/context.json", CDK_CONTEXT_JSON)'`;

/** Synthesizes an app with these files, and returns the context that it got. */
async function contextOf(
  files: Readonly<Record<string, unknown>>,
  context: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const file = temporaryDirectory();
  for (const [name, value] of Object.entries(files)) {
    writeFileSync(file(name), typeof value === 'string' ? value : JSON.stringify(value));
  }
  await synthesize(file('out'), { directory: file('.'), context });
  return JSON.parse(readFileSync(file('out/context.json'), 'utf8'));
}

it('an app gets the context of the command line, of cdk.json and of earlier lookups', async () => {
  const files = {
    'cdk.json': { app, context: { team: 'shop', stage: 'prod' } },
    'cdk.context.json': { 'availability-zones': ['a'], team: 'nobody' },
  };
  expect(await contextOf(files, { stage: 'dev' })).toEqual({
    'availability-zones': ['a'],
    team: 'shop',
    stage: 'dev',
  });
});

it("CDK's rules for templates are left to a deployment, unless the environment asks for them", async () => {
  const files = {
    'cdk.json': {
      app: app.replace('CDK_CONTEXT_JSON)', 'JSON.stringify(process.env.CDK_VALIDATION))'),
    },
  };
  expect(await contextOf(files)).toBe('false');
  vi.stubEnv('CDK_VALIDATION', 'true');
  expect(await contextOf(files)).toBe('true');
  vi.unstubAllEnvs();
});

it('what cdk.json builds is built before the app runs', async () => {
  const files = { 'cdk.json': { build: 'echo built >&2 && exit 3', app } };
  await expect(contextOf(files)).rejects.toThrow(/^the CDK app failed \(echo built.*:\nbuilt$/s);
});

it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
  ['has no cdk.json', {}, /^there is no cdk\.json in .*: go to the folder of your CDK app/],
  ['has no app in it', { 'cdk.json': { context: {} } }, /has no "app": write the command/],
  ['has a damaged one', { 'cdk.json': '{' }, /^cdk\.json is not one that the CDK CLI could read/],
  ['fails', { 'cdk.json': { app: 'echo no such stage >&2; exit 1' } }, /:\nno such stage$/],
])('a folder is refused when it %s', async (_, files, message) => {
  const failure = contextOf(files);
  await expect(failure).rejects.toThrow(EmulatorError);
  await expect(failure).rejects.toThrow(message);
});
