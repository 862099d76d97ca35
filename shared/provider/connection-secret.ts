import type { ConnectionSecret, ProviderSecret } from './provider-secret.ts';

/**
 * What counts for callbacks of a named connection: its own values, and where it has none those of
 * the provider, except for the token. Without a name, what counts for the provider's own token.
 */
export function toConnectionSecret(
  secret: ProviderSecret,
  connection: string | undefined,
): ConnectionSecret {
  const { connections = {} } = secret;
  const own =
    connection !== undefined && Object.hasOwn(connections, connection)
      ? connections[connection]
      : undefined;
  return own === undefined ? secret : { ...secret, previousToken: undefined, ...own };
}
