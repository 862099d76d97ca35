import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { providers } from '../../../functions/providers/registry.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';

const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(path.join(projectDirectory, 'package.json'), 'utf8'),
);

/** The tools of a developer; those with a part in tools/operator or test/ have tests there. */
const tools = ['docs', 'glossary', 'golden', 'journey', 'new-provider', 'normalize'];

/** Runs an npm script in its own process. Node strips the types, which is faster than tsx. */
function run(name: string, ...words: readonly string[]) {
  const program = String(scripts[name]?.split(' ').find((word) => word.endsWith('.ts')));
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--experimental-strip-types', '--no-warnings', program, ...words],
      { cwd: projectDirectory },
      (_, out, errors) => resolve({ code: child.exitCode, out, errors }),
    );
  });
}

it.each(tools)('%s prints its help, and refuses an option that it does not have', async (name) => {
  const [help, refused] = await Promise.all([run(name, '--help'), run(name, '--bogus')]);
  expect(help).toEqual({
    code: 0,
    out: expect.stringMatching(
      new RegExp(`^usage: npm run (-s )?${name}\\b.*exit codes: 0 [^,]*, 1 [^,]*, 2 usage\n$`, 's'),
    ),
    errors: '',
  });
  expect(refused).toEqual({
    code: 2,
    out: '',
    errors: expect.stringMatching(
      new RegExp(`^Unknown option '--bogus'\nsee: npm run (-s )?${name} -- --help\n$`),
    ),
  });
});

const ids = providers.map(({ id }) => id).join(', ');

it.each([
  ['glossary', 'no-such-folder', 'there is no file or folder no-such-folder'],
  ['golden', 'metta', `provider: metta is unknown: did you mean meta\\? use one of ${ids}`],
  ['normalize', 'metta', `provider: metta is unknown: did you mean meta\\? use one of ${ids}`],
])('%s %s ends in one line, and one that names the help', async (name, word, text) => {
  expect(await run(name, word)).toMatchObject({
    code: 2,
    errors: expect.stringMatching(new RegExp(`^${text}\nsee: .* -- --help\n$`)),
  });
});
