import type { ConnectionSecret, ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { OperatorError } from '../operator-error.ts';

/**
 * The secret with a new token, the old one being valid beside it.
 *
 * @param connection a named connection; absent: the provider's own token
 * @throws {OperatorError} when the rotation before was not confirmed: its old token would be lost
 */
export function rotateToken(
  secret: ProviderSecret,
  newToken: string,
  connection?: string,
): ProviderSecret {
  const old = find(secret, connection);
  if (old.previousToken !== undefined) {
    throw new OperatorError(
      'the rotation before is not confirmed, so two tokens are valid already: end it with --confirm',
    );
  }
  return replace(secret, connection, { ...old, token: newToken, previousToken: old.token });
}

/**
 * The secret without the old token: callbacks that come with it are refused from then on.
 *
 * @throws {OperatorError} when there is no rotation to confirm
 */
export function confirmRotation(secret: ProviderSecret, connection?: string): ProviderSecret {
  const { previousToken, ...rest } = find(secret, connection);
  if (previousToken === undefined) throw new OperatorError('there is no rotation to confirm');
  return replace(secret, connection, rest);
}

function find(secret: ProviderSecret, connection: string | undefined): ConnectionSecret {
  if (connection === undefined) return secret;
  const { connections = {} } = secret;
  const found = Object.hasOwn(connections, connection) ? connections[connection] : undefined;
  if (found === undefined) throw new OperatorError(`the secret has no connection ${connection}`);
  return found;
}

function replace(
  secret: ProviderSecret,
  connection: string | undefined,
  changed: ConnectionSecret,
): ProviderSecret {
  return connection === undefined
    ? changed
    : { ...secret, connections: { ...secret.connections, [connection]: changed } };
}
