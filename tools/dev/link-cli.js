/**
 * Links the CLI of this clone into node_modules/.bin, as npm does for an installed package: `npm ci` runs it. Without
 * the link, `npx tributary` in a folder of the clone would fetch a package of somebody else. It is JavaScript, because
 * npm may run it with any version of Node.js.
 */
import { renameSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// npm links programs in another way on Windows: there, `npm run tributary` is the CLI of the clone.
const names = process.platform === 'win32' ? [] : ['tributary', 'tributary-gateway'];
for (const name of names) {
  const link = fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url));
  const next = `${link}-${process.pid}`;
  symlinkSync('../../bin/tributary.ts', next);
  renameSync(next, link);
}
