import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The name of the package and of its bin. `tributary` is a second bin; on npm it is somebody else's package. */
const packageName = 'tributary-gateway';

/** Whether this program is the built one of the package, and not the TypeScript of the repository. */
export const isPackaged = !import.meta.url.endsWith('.ts');

/** npm runs a script of the repository in its root, so that it finds no emulator of another folder. */
const isNpmScript = !isPackaged && path.relative(repository(), process.cwd()) === '';

function repository(): string {
  return fileURLToPath(new URL('../..', import.meta.url));
}

/** How the reader of a text runs the CLI here. The words of a command follow. */
export const cli = isNpmScript ? 'npm run -s tributary --' : `npx ${nameForNpx()}`;

/** In the repository, `npm ci` links the CLI. */
function nameForNpx(): string {
  const isInstalled = !isPackaged || existsSync('node_modules/.bin/tributary');
  return isInstalled ? 'tributary' : packageName;
}

/** How the reader starts the emulator here, with these options. */
export function startCommand(options = ''): string {
  return withOptions(isNpmScript ? 'npm start' : `${cli} start`, options);
}

/** How the reader runs a command here that is also an npm script of the repository: `tail`, `send`. */
export function shortCommand(name: string, options = ''): string {
  return withOptions(isNpmScript ? `npm run -s ${name}` : `${cli} ${name}`, options);
}

/** npm takes options for its own unless two hyphens come first. */
function withOptions(command: string, options: string): string {
  if (options === '') return command;
  return isNpmScript ? `${command} -- ${options}` : `${command} ${options}`;
}
