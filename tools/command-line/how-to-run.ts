import { existsSync } from 'node:fs';

/** The name of the package and of its bin. `tributary` is a second bin; on npm it is somebody else's package. */
const packageName = 'tributary-gateway';

/** Whether this program is the built one of the package, and not the TypeScript of the repository. */
export const isPackaged = !import.meta.url.endsWith('.ts');

/** How the reader of a text runs the CLI here. The words of a command follow. */
export const cli = isPackaged
  ? `npx ${existsSync('node_modules/.bin/tributary') ? 'tributary' : packageName}`
  : 'npm run -s tributary --';

/** How the reader starts the emulator here, with these options. */
export function startCommand(options = ''): string {
  return withOptions(isPackaged ? `${cli} start` : 'npm start', options);
}

/** How the reader runs a command here that is also an npm script of the repository: `tail`, `send`. */
export function shortCommand(name: string, options = ''): string {
  return withOptions(isPackaged ? `${cli} ${name}` : `npm run -s ${name}`, options);
}

/** npm takes options for its own unless two hyphens come first. */
function withOptions(command: string, options: string): string {
  if (options === '') return command;
  return isPackaged ? `${command} ${options}` : `${command} -- ${options}`;
}
