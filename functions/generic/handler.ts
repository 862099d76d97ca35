import { createGenericProvider } from '../../shared/provider/generic-provider.ts';
import { environmentKeys, readEnvironment } from '../../shared/runtime/environment.ts';
import { createCallbackHandler } from '../callback/create-handler.ts';

const settings = JSON.parse(readEnvironment(process.env, environmentKeys.genericProvider));

export const handler = createCallbackHandler(createGenericProvider(settings));
