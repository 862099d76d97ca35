import { isJsonObject, type JsonObject } from '../../../shared/json.ts';
import { OperatorError } from '../operator-error.ts';
import { isSameHeader, secretFieldOf } from './secret-value.ts';

/** What a command line names to remove. */
export interface Removal {
  /** `signing-key`, `header`, `connection`, or the name of a key in the secret. */
  readonly what: string;
  /** Of the header or the connection. */
  readonly name: string | undefined;
}

/**
 * The secret without a value, a connection or a key. Works on JSON as it is, so that a mistake can be removed.
 *
 * @param connection the named connection to remove it from; absent for the provider's own values
 * @throws {OperatorError} when the secret does not have it, and for the token, which it needs
 */
export function removeKey(
  secret: JsonObject,
  removal: Removal,
  connection: string | undefined,
): JsonObject {
  if (connection === undefined) return removeFrom(secret, removal);
  return changeField(secret, 'connections', (connections) =>
    changeField(connections, connection, (account) => removeFrom(account, removal)),
  );
}

function removeFrom(account: JsonObject, { what, name }: Removal): JsonObject {
  if (what === 'token') throw new OperatorError('a secret needs its token: rotate it instead');
  if (what === 'header' || what === 'connection') {
    if (name === undefined) throw new OperatorError(`name the ${what} to remove`);
    const field = what === 'header' ? 'headers' : 'connections';
    const key = (each: string) => (what === 'header' ? isSameHeader(each, name) : each === name);
    const rest = changeField(account, field, (values) => omit(values, key, `${what} ${name}`));
    return isEmptyObject(rest[field]) ? omit(rest, (each) => each === field, field) : rest;
  }
  const field = secretFieldOf(what) ?? what;
  return omit(account, (each) => each === field, what);
}

function omit(object: JsonObject, isOmitted: (key: string) => boolean, name: string): JsonObject {
  const rest = Object.entries(object).filter(([key]) => !isOmitted(key));
  if (rest.length < Object.keys(object).length) return Object.fromEntries(rest);
  throw hasNo(name);
}

function hasNo(name: string): OperatorError {
  return new OperatorError(`the secret has no ${name}: \`secrets check\` prints what it has`);
}

function changeField(
  object: JsonObject,
  field: string,
  change: (value: JsonObject) => JsonObject,
): JsonObject {
  const value = Object.hasOwn(object, field) ? object[field] : undefined;
  if (!isJsonObject(value)) throw hasNo(field);
  return { ...object, [field]: change(value) };
}

function isEmptyObject(value: JsonObject[string] | undefined): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}
