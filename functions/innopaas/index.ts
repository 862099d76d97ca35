import type { Provider } from '../../shared/providers/provider.ts';
import { manifest } from './manifest.ts';
import { normalize } from './normalize.ts';
import { verify } from './verify.ts';

export const provider: Provider = { manifest, verify, normalize };
