import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';

/** The settings of the CDK command line that matter here. */
const cdkSettings = z.object({
  app: z.string().optional(),
  build: z.string().optional(),
  context: z.record(z.string(), z.unknown()).default({}),
});

export interface SynthesisOptions {
  /** The directory with `cdk.json`. @default the working directory */
  readonly directory?: string;
  /** Comes before that of `cdk.json` and `cdk.context.json`. @default none */
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * Synthesizes a CDK app into a directory, as `cdk synth` does: it runs the `app` of `cdk.json`. It does not use the
 * CDK CLI, which takes a second longer and writes nothing that the emulator reads.
 *
 * @throws {EmulatorError} with what the CDK app printed, when it fails
 */
export async function synthesize(
  outputDirectory: string,
  { directory = process.cwd(), context = {} }: SynthesisOptions = {},
): Promise<void> {
  const { app, build, context: ofSettings } = await readSettings(directory);
  if (app === undefined) {
    throw new EmulatorError(
      `cdk.json in ${directory} has no "app": write the command that runs your CDK app into it`,
    );
  }
  const environment = {
    // CDK's rules for templates take longer than all the rest of a synthesis. They hold for AWS, so `cdk synth` and
    // `cdk deploy` apply them; with this variable set to `true`, the emulator does as well.
    CDK_VALIDATION: 'false',
    ...process.env,
    PATH: [path.join(directory, 'node_modules/.bin'), process.env.PATH].join(path.delimiter),
    CDK_OUTDIR: path.resolve(outputDirectory),
    CDK_CONTEXT_JSON: JSON.stringify({
      ...(await readContext(directory)),
      ...ofSettings,
      ...context,
    }),
  };
  if (build !== undefined) await run(build, directory, environment);
  await run(app, directory, environment);
}

async function readSettings(directory: string): Promise<z.infer<typeof cdkSettings>> {
  const text = await readIfExists(path.join(directory, 'cdk.json'));
  if (text === undefined) {
    throw new EmulatorError(
      `there is no cdk.json in ${directory}: go to the folder of your CDK app, or name a synthesized one with --assembly`,
    );
  }
  return parseOrFail('cdk.json', () => cdkSettings.parse(JSON.parse(text)));
}

/** What earlier runs of the CDK CLI have looked up in the account. */
async function readContext(directory: string): Promise<object> {
  const text = await readIfExists(path.join(directory, 'cdk.context.json'));
  return text === undefined
    ? {}
    : parseOrFail('cdk.context.json', () => z.looseObject({}).parse(JSON.parse(text)));
}

function parseOrFail<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new EmulatorError(`${file} is not one that the CDK CLI could read: correct it`, {
      cause,
    });
  }
}

async function readIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Runs a command of `cdk.json` in a shell, as the CDK CLI does. */
async function run(
  command: string,
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const child = spawn(withoutTsx(command), {
    cwd: directory,
    env: environment,
    shell: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  const { promise: exited, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('error', reject).on('close', resolve);
  if ((await exited) === 0) return;
  throw new EmulatorError(`the CDK app failed (${command}):\n${errors.trim()}`);
}

/** The program `tsx` starts a second Node.js, and `npx` a third one: its loader does the same in one. */
function withoutTsx(command: string): string {
  return command.replace(/^(npx )?tsx (?=[^-])/, `"${process.execPath}" --import tsx `);
}
