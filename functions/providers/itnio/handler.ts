import { createCallbackHandler } from '../../callback/create-handler.ts';
import { provider } from './index.ts';

export const handler = createCallbackHandler(provider);
