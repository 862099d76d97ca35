import type { ConnectionSecret, ProviderSecret } from './provider-secret.ts';

/**
 * The secret that applies to callbacks of a named connection: its own values, and the provider's for
 * those that it lacks, except the tokens. Without a name, the provider's own secret.
 */
export function toConnectionSecret(
  secret: ProviderSecret,
  connection: string | undefined,
): ConnectionSecret {
  const { connections = {} } = secret;
  const values =
    connection !== undefined && Object.hasOwn(connections, connection)
      ? connections[connection]
      : undefined;
  return values === undefined ? secret : { ...secret, previousToken: undefined, ...values };
}
