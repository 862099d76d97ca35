import { z } from 'zod';
import { CommandError } from '../command-line/command-error.ts';
import { dependencies, devDependencies, optionalDependencies, type Packages } from './packages.ts';

const texts = z.record(z.string(), z.string());

const appManifest = z.looseObject({
  type: z.string().optional(),
  scripts: texts.optional(),
  dependencies: texts.optional(),
  devDependencies: texts.optional(),
  optionalDependencies: texts.optional(),
});

const scripts = { start: 'tributary start', test: 'tsc && vitest run' };

/** What `npm init` writes in place of a test. */
const noTest = /^echo "Error: no test specified"/;

/**
 * The `package.json` of an app with a gateway: the one that is there, with what is missing. What its owner has
 * decided stays: scripts, and the ranges of packages.
 *
 * @param text `undefined` when there is none yet
 * @param folderName the name of a new app
 * @throws {CommandError} when it is not one that npm could read
 */
export function toAppManifest(text: string | undefined, folderName: string): string {
  const given = text === undefined ? { name: toName(folderName), private: true } : parse(text);
  const manifest = appManifest.safeParse(given);
  if (!manifest.success) throw unreadable(manifest.error);
  const own = manifest.data;
  const inItsOrder: object = Object(given);
  const ownScripts = { ...own.scripts };
  if (noTest.test(ownScripts.test ?? '')) delete ownScripts.test;
  // npm init writes `commonjs` into a folder without any code.
  const type = 'module';
  const all = { ...own.dependencies, ...own.devDependencies, ...own.optionalDependencies };
  const added = (packages: Packages) =>
    Object.fromEntries(Object.entries(packages).filter(([name]) => !(name in all)));
  return `${JSON.stringify(
    {
      ...inItsOrder,
      type,
      scripts: { ...scripts, ...ownScripts },
      dependencies: sorted({ ...own.dependencies, ...added(dependencies) }),
      devDependencies: sorted({ ...own.devDependencies, ...added(devDependencies) }),
      optionalDependencies: sorted({
        ...own.optionalDependencies,
        ...added(optionalDependencies),
      }),
    },
    null,
    2,
  )}\n`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(cause);
  }
}

function unreadable(cause: unknown): CommandError {
  return new CommandError('package.json is not one that npm could read: correct it', { cause });
}

function sorted(packages: Packages): Packages {
  return Object.fromEntries(
    Object.entries(packages).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** What npm takes for a name. */
function toName(folderName: string): string {
  const name = folderName.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-');
  return /^[a-z0-9]/.test(name) ? name : 'gateway';
}
