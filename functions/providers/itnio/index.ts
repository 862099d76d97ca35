import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { manifest } from './manifest.ts';
import { normalize } from './normalize.ts';
import { verify } from './verify.ts';

export const provider: ProviderAdapter = { manifest, verify, normalize };
