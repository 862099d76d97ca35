import type { ConnectionSecret, ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { UsageError } from '../../command-line/command-error.ts';
import { OperatorError } from '../operator-error.ts';

/**
 * The own values of a named connection; without a name those of the provider.
 *
 * @throws {OperatorError} when the secret has no connection of this name
 */
export function readConnection(
  secret: ProviderSecret,
  connection: string | undefined,
): ConnectionSecret {
  if (connection === undefined) return secret;
  const { connections = {} } = secret;
  const found = Object.hasOwn(connections, connection) ? connections[connection] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(connections).join(', ') || 'none';
  throw new OperatorError(`the secret has no connection ${connection}; it has ${known}`);
}

/** The secret with other values of a connection; without a name with other values of the provider. */
export function replaceConnection(
  secret: ProviderSecret,
  connection: string | undefined,
  changed: ConnectionSecret,
): ProviderSecret {
  const { connections } = secret;
  if (connection === undefined) return connections ? { ...changed, connections } : changed;
  return { ...secret, connections: { ...connections, [connection]: changed } };
}

/** Whether events and commands can show the name of a connection. */
export function isConnectionName(name: string): boolean {
  return /^[\w.-]{1,64}$/.test(name) && name !== '__proto__';
}

/**
 * The secret with one connection more.
 *
 * @throws {UsageError} without a name, or for one that events and commands could not show
 * @throws {OperatorError} when the secret has a connection of this name
 */
export function addConnection(
  secret: ProviderSecret,
  name: string | undefined,
  token: string,
): ProviderSecret {
  if (name === undefined || !isConnectionName(name)) {
    throw new UsageError(
      'name the connection with at most 64 letters, digits, dots, hyphens and underscores',
    );
  }
  if (Object.hasOwn(secret.connections ?? {}, name))
    throw new OperatorError(`the secret already has a connection ${name}`);
  return replaceConnection(secret, name, { token });
}
