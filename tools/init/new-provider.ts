import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CommandError, UsageError } from '../command-line/command-error.ts';
import { cli } from '../command-line/how-to-run.ts';
import { providersFolder } from '../own-provider/load-own-provider.ts';
import {
  findNameProblem,
  type NewProvider,
  readProviderTemplate,
  toPackageImports,
} from './provider-template.ts';
import { describeFiles, type Files, writeNewFiles } from './write-files.ts';

const help = `usage: ${cli} new-provider <id> [--name NAME]

Writes ${providersFolder}/<id>, a first fixture and a test into this folder. The adapter recognizes one invented
callback. Replace it with what the provider sends.

  <id>           lower-case letters, digits and hyphens: folder, path segment, end of the source
  --name NAME    as the provider writes it; default: the id
  --help         print this help

exit codes: 0 done, 1 nothing was written, 2 usage`;

/** Begins a provider in the app of the working directory. */
export async function newProvider(
  words: readonly string[],
  now = () => new Date(),
): Promise<0 | 1 | 2> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { name: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [id, ...others] = positionals;
  if (id === undefined || others.length > 0) throw new UsageError('name one provider');
  if (!existsSync('package.json')) {
    throw new CommandError(
      `${process.cwd()} has no app: go to the folder of your CDK app, or begin one with ${cli} init`,
    );
  }
  const readOn = now().toISOString().slice(0, 10);
  const provider = { id, name: values.name ?? id, readOn };
  const files = await writeNewFiles(process.cwd(), await readNewProvider(provider));
  console.log(
    [
      ...describeFiles(files),
      '',
      'next',
      `  add providerFrom('./${providersFolder}/${id}') to the providers of gateway.config.ts; it is in tributary-gateway/providers`,
      `  ${cli} golden ${id}   writes the events of the fixture: read them`,
      '  npm test   the contract that every provider keeps',
      `  then replace the schema, the fixture and normalize.ts with what ${provider.name} sends`,
    ].join('\n'),
  );
  return 0;
}

/**
 * The files of a provider in an app.
 *
 * @throws {CommandError} when it has an impossible name, or exists already
 */
async function readNewProvider(provider: NewProvider): Promise<Files> {
  const { id } = provider;
  const problem = findNameProblem(provider);
  if (problem !== undefined) throw new CommandError(problem);
  const taken = [`${providersFolder}/${id}`, `fixtures/${id}`].find((each) => existsSync(each));
  if (taken !== undefined) throw new CommandError(`${taken} exists already`);
  return {
    ...(await readProviderTemplate(provider, providersFolder, toPackageImports)),
    [`test/${id}.test.ts`]: toTest(id),
  };
}

function toTest(id: string): string {
  const folder = `../${providersFolder}/${id}`;
  return [
    "import { defineProvider } from 'tributary-gateway/provider';",
    "import { describeProvider } from 'tributary-gateway/provider/testing';",
    `import { manifest } from '${folder}/manifest.ts';`,
    `import * as code from '${folder}/normalize.ts';`,
    '',
    `describeProvider(defineProvider(manifest, code), 'fixtures/${id}');`,
    '',
  ].join('\n');
}
