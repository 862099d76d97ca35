import { createCallbackHandler } from '../../shared/runtime/callback-handler.ts';
import { provider } from './index.ts';

export const handler = createCallbackHandler(provider);
