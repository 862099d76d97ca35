import { fileURLToPath } from 'node:url';

/** The root of the clone: the folder with `bin/`, `fixtures/` and `package.json`. */
export const projectDirectory = fileURLToPath(new URL('..', import.meta.url));
