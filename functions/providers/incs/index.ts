import type { Provider } from '../../../shared/provider/provider-adapter.ts';
import { manifest } from './manifest.ts';
import { normalize } from './normalize.ts';
import { verify } from './verify.ts';

export const provider: Provider = { manifest, verify, normalize };
