import type { ProviderSecret } from '../provider/provider-secret.ts';
import type { CallbackOutputs } from './stack-outputs.ts';

/** What a provider's console needs so that its callbacks arrive. */
export interface CallbackUrls {
  /** Callback URL on the HTTP API with the token; absent when that endpoint is off. */
  readonly api?: string;
  /** Callback URL on the function URL with the token; absent when that endpoint is off. */
  readonly functionUrl?: string;
  /** Static headers that the provider must send, if its secret asks for any. */
  readonly headers: Readonly<Record<string, string>>;
}

/** By provider id. */
export type CallbackUrlsByProvider = Readonly<Record<string, CallbackUrls>>;

/** Completes the base URLs of one provider with the token and the headers of its secret. */
export function toCallbackUrls(
  { api, functionUrl }: CallbackOutputs,
  { token, headers = {} }: ProviderSecret,
): CallbackUrls {
  // While a header changes, the secret holds two values for it; either is accepted.
  const sent = Object.entries(headers).map(([name, value]) => [name, [value].flat()[0] ?? '']);
  return {
    ...(api ? { api: `${api}/${token}` } : {}),
    ...(functionUrl ? { functionUrl: `${functionUrl}/${token}` } : {}),
    headers: Object.fromEntries(sent),
  };
}
