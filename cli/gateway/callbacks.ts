import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { providers } from '../../functions/providers.ts';
import {
  type CallbackOutputs,
  type CallbackUrls,
  readCallbackOutputs,
  toCallbackUrls,
} from '../../local/http/callback-urls.ts';

/** Where the callbacks of each registered provider arrive, as far as the stack has it on. */
export function readCallbacks(
  outputs: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, CallbackOutputs> {
  return readCallbackOutputs(
    providers.map(({ id }) => id),
    outputs,
  );
}

/** The callback URLs with their tokens, by provider id. */
export async function toUrls(
  callbacks: ReadonlyMap<string, CallbackOutputs>,
  secretsManager: SecretsManagerClient,
): Promise<Readonly<Record<string, CallbackUrls>>> {
  const entries = [...callbacks].map(
    async ([id, callback]) => [id, await toCallbackUrls(callback, secretsManager)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** The name of the stack's output with the ARN of each provider's secret. */
export function secretOutputs(
  callbacks: ReadonlyMap<string, CallbackOutputs>,
): ReadonlyMap<string, string> {
  return new Map([...callbacks.keys()].map((id) => [id, `${pascalCase(id)}SecretArn`]));
}

/** `meta-cloud` → `MetaCloud`, as the stack names its outputs. */
function pascalCase(id: string): string {
  return id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
