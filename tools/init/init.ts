import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CommandError } from '../command-line/command-error.ts';
import { cli } from '../command-line/how-to-run.ts';
import { toAppManifest } from './app-manifest.ts';
import {
  describeFiles,
  type Files,
  readFiles,
  type WrittenFiles,
  writeNewFiles,
} from './write-files.ts';

const help = `usage: ${cli} init

Writes a CDK app with a gateway into this folder, which is empty or has a package.json: the app, its
configuration, a test, a README and a pipeline for GitHub Actions. Adds scripts and packages to package.json.
Overwrites nothing.

  --help   print this help

exit codes: 0 done, 1 nothing was written, 2 usage`;

const template = fileURLToPath(new URL('./templates/app', import.meta.url));

/** The names that begin with a dot in an app: npm would leave `.gitignore` out of the package. */
const dotted = /^(gitignore$|github\/)/;

/** Writes a CDK app into the working directory. */
export async function init(words: readonly string[]): Promise<0 | 1 | 2> {
  const { values } = parseArgs({
    args: [...words],
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const files = await writeApp(process.cwd());
  console.log(
    [
      ...describeFiles(files),
      'changed package.json',
      '',
      'next',
      '  npm install      the CDK, the test runner and the engines of the emulator',
      '  npm test         the types and the test',
      '  npm start        the gateway on this machine, without an AWS account',
      '  npx cdk deploy   the gateway in your AWS account',
    ].join('\n'),
  );
  return 0;
}

/**
 * Writes the files of an app into a folder, and what they need into its `package.json`.
 *
 * @throws {CommandError} when the folder has a CDK app already; then nothing is written
 */
async function writeApp(folder: string): Promise<WrittenFiles> {
  for (const file of ['cdk.json', 'gateway.config.ts', 'bin/gateway.ts']) {
    if (!existsSync(path.join(folder, file))) continue;
    throw new CommandError(
      `${file} exists: this folder has an app already. Add a gateway to a stack of it: new Gateway(stack, 'Gateway', { providers: [incs()] }), imported from tributary-gateway/cdk and tributary-gateway/providers`,
    );
  }
  const manifestFile = path.join(folder, 'package.json');
  const manifest = existsSync(manifestFile) ? await readFile(manifestFile, 'utf8') : undefined;
  const changed = toAppManifest(manifest, path.basename(folder));
  const files = await writeNewFiles(folder, await readAppFiles());
  await writeFile(manifestFile, changed);
  return files;
}

/** The files of the template, by their paths in an app. */
async function readAppFiles(): Promise<Files> {
  const files = Object.entries(await readFiles(template));
  return Object.fromEntries(
    files.map(([file, text]) => [dotted.test(file) ? `.${file}` : file, text]),
  );
}
