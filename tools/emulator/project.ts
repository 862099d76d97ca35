import { fileURLToPath } from 'node:url';

/** The directory of the clone: what the emulator reads there is `bin/gateway.ts` and the fixtures. */
export const projectDirectory = fileURLToPath(new URL('../..', import.meta.url));
