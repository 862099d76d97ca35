import { isPackaged } from './how-to-run.ts';

/**
 * The modules of the CLI that run in a thread or a process of their own, by the name of their file. In the package
 * each one is built on its own, beside the CLI: `npm run build`.
 */
export const programs = {
  runtime: 'tools/emulator/lambda/runtime.ts',
  'fauxqs-program': 'tools/emulator/engines/fauxqs-program.ts',
} as const;

/** The file of a program, relative to the module that starts it. */
export function programFile(name: keyof typeof programs): string {
  return `./${name}.${isPackaged ? 'js' : 'ts'}`;
}

/** Options of Node.js for these programs: it strips the types of TypeScript itself. */
export const optionsOfPrograms: readonly string[] = isPackaged
  ? []
  : ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
