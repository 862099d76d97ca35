import {
  createGenericProvider,
  type GenericSettings,
} from '../../shared/provider/generic-provider.ts';
import { environmentKeys, readEnvironment } from '../../shared/runtime/environment.ts';
import { createCallbackHandler } from '../callback/create-handler.ts';

/** The stack writes them. */
const settings: GenericSettings = JSON.parse(
  readEnvironment(process.env, environmentKeys.genericProvider),
);

export const handler = createCallbackHandler(createGenericProvider(settings));
