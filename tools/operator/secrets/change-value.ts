import { randomInt } from 'node:crypto';
import type { ConnectionSecret } from '../../../shared/provider/provider-secret.ts';
import { OperatorError } from '../operator-error.ts';
import { isCompared, liveTexts, nameOf, type SecretValue, withLiveTexts } from './secret-value.ts';

/**
 * Adds a value, or replaces one that may be replaced at once.
 *
 * @throws {OperatorError} for a value that callbacks are compared with: replaced at once, it would refuse those
 *   that are on the way
 */
export function setValue(
  account: ConnectionSecret,
  value: SecretValue,
  text: string,
): ConnectionSecret {
  if (isCompared(value) && liveTexts(account, value).length > 0) {
    throw new OperatorError(
      `the secret has a ${nameOf(value)}: replace it with secrets rotate, which loses no callback`,
    );
  }
  return withLiveTexts(account, value, [text]);
}

/**
 * Makes another text the newest of a value; the one before stays valid.
 *
 * @throws {OperatorError} when there is none, or the last rotation is not confirmed, since its old text would be lost
 */
export function rotateValue(
  account: ConnectionSecret,
  value: SecretValue,
  text: string,
): ConnectionSecret {
  const [newest, ...older] = liveTexts(account, value);
  if (newest === undefined) {
    throw new OperatorError(`the secret has no ${nameOf(value)}: add it with secrets set`);
  }
  if (older.length > 0) {
    throw new OperatorError(
      `the last rotation is not confirmed, so two values of ${nameOf(value)} are valid: confirm it with --confirm`,
    );
  }
  return withLiveTexts(account, value, [text, newest]);
}

/**
 * Removes the old text of a value; callbacks with it are refused from then on.
 *
 * @throws {OperatorError} without a rotation to confirm
 */
export function confirmRotation(account: ConnectionSecret, value: SecretValue): ConnectionSecret {
  const [newest, ...older] = liveTexts(account, value);
  if (newest === undefined || older.length === 0) {
    throw new OperatorError(`there is no rotation of ${nameOf(value)} to confirm`);
  }
  return withLiveTexts(account, value, [newest]);
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A token like those of the stack: 43 random letters and digits, 256 bits. */
export function newToken(): string {
  return Array.from({ length: 43 }, () => letters[randomInt(letters.length)]).join('');
}
