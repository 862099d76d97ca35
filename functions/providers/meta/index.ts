import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { handshake } from './handshake.ts';
import { manifest } from './manifest.ts';
import { normalize } from './normalize.ts';
import { verify } from './verify.ts';

export const provider: ProviderAdapter = { manifest, verify, handshake, normalize };
