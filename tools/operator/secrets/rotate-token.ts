import { randomInt } from 'node:crypto';
import type { ConnectionSecret, ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { OperatorError } from '../operator-error.ts';

/**
 * Adds a new token to a secret; the old token stays valid.
 *
 * @param connection a named connection; absent for the provider's own token
 * @throws {OperatorError} when the last rotation is not confirmed, since its old token would be lost
 */
export function rotateToken(
  secret: ProviderSecret,
  newToken: string,
  connection?: string,
): ProviderSecret {
  const old = find(secret, connection);
  if (old.previousToken !== undefined) {
    throw new OperatorError(
      'the last rotation is not confirmed, so two tokens are valid: confirm it with --confirm',
    );
  }
  return replace(secret, connection, { ...old, token: newToken, previousToken: old.token });
}

/**
 * Removes the old token from a secret; callbacks with it are refused from then on.
 *
 * @throws {OperatorError} without a rotation to confirm
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

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A token like those of the stack: 43 random letters and digits, 256 bits. */
export function newToken(): string {
  return Array.from({ length: 43 }, () => letters[randomInt(letters.length)]).join('');
}
