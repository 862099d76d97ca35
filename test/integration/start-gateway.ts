import { inject } from 'vitest';
import { type Emulator, startEmulator } from '../../tools/emulator/emulator.ts';

/** A gateway of a file's own, on a free port and without a past. */
export function startGateway(): Promise<Emulator> {
  return startEmulator({
    port: 0,
    dataDirectory: undefined,
    assemblyDirectory: inject('assemblyDirectory'),
  });
}
