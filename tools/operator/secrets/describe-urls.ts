import { type CallbackUrls, toCallbackUrls } from '../../../shared/runtime/callback-urls.ts';
import type { CallbackOutputs } from '../../../shared/runtime/stack-outputs.ts';

/** The callback URLs with a token, by endpoint, and as lines for a terminal. */
export function describeUrls(
  outputs: CallbackOutputs,
  token: string,
): { readonly urls: Omit<CallbackUrls, 'headers'>; readonly text: string } {
  const { headers: _, ...urls } = toCallbackUrls(outputs, { token });
  const lines = Object.entries(urls).map(
    ([endpoint, url]) => `${endpoint.padEnd('functionUrl'.length)}  ${url}`,
  );
  return { urls, text: lines.join('\n') };
}
