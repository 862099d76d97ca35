import { inject } from 'vitest';
import { type LocalGateway, startLocalGateway } from '../../tools/emulator/gateway.ts';

/** A gateway of a file's own, on a free port and without a past. */
export function startGateway(): Promise<LocalGateway> {
  return startLocalGateway({
    port: 0,
    dataDirectory: undefined,
    assemblyDirectory: inject('assemblyDirectory'),
  });
}
