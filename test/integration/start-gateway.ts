import { inject } from 'vitest';
import { type Emulator, startEmulator } from '../../tools/emulator/emulator.ts';

/** Starts an emulator for one test file, on a free port and without stored data. */
export function startGateway(
  assemblyDirectory: string = inject('assemblyDirectory'),
): Promise<Emulator> {
  return startEmulator({
    port: 0,
    dataDirectory: undefined,
    assemblyDirectory,
  });
}
