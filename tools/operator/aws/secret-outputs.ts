import type { CallbackOutputsByProvider } from '../../emulator/http/callback-urls.ts';

/** The name of the stack's output with the ARN of each provider's secret, by provider id. */
export function secretOutputs(callbacks: CallbackOutputsByProvider): ReadonlyMap<string, string> {
  return new Map([...callbacks.keys()].map((id) => [id, `${pascalCase(id)}SecretArn`]));
}

/** `meta-cloud` → `MetaCloud`, as the stack names its outputs. */
function pascalCase(id: string): string {
  return id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
