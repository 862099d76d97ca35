import { toConnectionSecret } from '../provider/connection-secret.ts';
import type { ConnectionSecret, ProviderSecret } from '../provider/provider-secret.ts';
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

/** The callback URLs of a provider, and of its further accounts. */
export interface ProviderUrls extends CallbackUrls {
  /** By the name of the connection; absent without one. */
  readonly connections?: Readonly<Record<string, CallbackUrls>>;
}

/** By provider id. */
export type CallbackUrlsByProvider = Readonly<Record<string, ProviderUrls>>;

/** A named connection of a provider. */
export interface Connection {
  readonly name: string;
  /** What applies to its callbacks: its own values, and those of the provider that it lacks. */
  readonly secret: ConnectionSecret;
  readonly urls: CallbackUrls;
}

/** The named connections in the secret of a provider, by name. */
export function listConnections(
  outputs: CallbackOutputs,
  secret: ProviderSecret,
): readonly Connection[] {
  return Object.keys(secret.connections ?? {})
    .sort()
    .map((name) => {
      const values = toConnectionSecret(secret, name);
      return { name, secret: values, urls: toCallbackUrls(outputs, values) };
    });
}

/** The callback URLs of a provider, with those of each named connection. */
export function toProviderUrls(outputs: CallbackOutputs, secret: ProviderSecret): ProviderUrls {
  const connections = listConnections(outputs, secret);
  return {
    ...toCallbackUrls(outputs, secret),
    ...(connections.length > 0 && {
      connections: Object.fromEntries(connections.map(({ name, urls }) => [name, urls])),
    }),
  };
}

/** Completes the base URLs of one account at a provider with the token and the headers of its secret. */
export function toCallbackUrls(
  { api, functionUrl }: CallbackOutputs,
  { token, headers = {} }: ConnectionSecret,
): CallbackUrls {
  // While a header changes, the secret holds two values for it; either is accepted.
  const sent = Object.entries(headers).map(([name, value]) => [name, [value].flat()[0] ?? '']);
  return {
    ...(api ? { api: `${api}/${token}` } : {}),
    ...(functionUrl ? { functionUrl: `${functionUrl}/${token}` } : {}),
    headers: Object.fromEntries(sent),
  };
}
