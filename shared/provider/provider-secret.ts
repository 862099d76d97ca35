import { timingSafeEqual } from 'node:crypto';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJsonOrUndefined,
} from '../json.ts';
import type { SignatureScheme } from './signature-scheme.ts';
import { readSigningKey } from './signing-key.ts';

/** The secret of one account at the provider. */
export interface ConnectionSecret {
  /**
   * Last path segment of the callback URL: at least 16 characters that every client leaves as they are in a URL.
   * No other connection of the secret has it.
   */
  readonly token: string;
  /** The previous token, which is valid until a rotation is confirmed. */
  readonly previousToken?: string | undefined;
  /**
   * Static headers that the provider sends back verbatim, by name in any case. Each has one live value, or two
   * with the newest first.
   */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** Keys of a signature over the body; up to two live values, the newest first. */
  readonly signingKeys?: readonly string[] | undefined;
  /** The token that a challenge handshake must carry, if it is not the token in the URL. */
  readonly verifyToken?: string | undefined;
  /** User name beside `accessToken`, where the provider's API wants basic authentication. */
  readonly accessUser?: string | undefined;
  /** Token, key or password for the provider's API, for files that need one. */
  readonly accessToken?: string | undefined;
}

/**
 * The JSON in a provider's Secrets Manager secret. The stack writes `token` at the first deploy; the
 * owner adds everything else.
 */
export interface ProviderSecret extends ConnectionSecret {
  /** Further accounts at the same provider, by the name of the connection, each with its own token. */
  readonly connections?: Readonly<Record<string, ConnectionSecret>> | undefined;
}

/** Whether a text equals one of the live values of a secret, in a time that does not depend on the texts. */
export function equalsAnyOf(given: string, live: readonly (string | undefined)[]): boolean {
  const bytes = Buffer.from(given);
  let isEqual = false;
  for (const value of live) {
    if (!value) continue;
    const expected = Buffer.from(value);
    // As many bytes are compared as the live value has, also where the given text is shorter or longer.
    const isSameLength = bytes.length === expected.length;
    if (timingSafeEqual(isSameLength ? bytes : expected, expected) && isSameLength) isEqual = true;
  }
  return isEqual;
}

/** What is wrong with a secret. It quotes no value, so that it may be logged. */
export interface SecretMistake {
  readonly text: string;
  /** The connection that has it; absent for the provider's own values. */
  readonly connection?: string | undefined;
  /** The key of the secret that has it; absent when there is none, or when it may be a value. */
  readonly key?: string | undefined;
  /** The name of the header that has it. */
  readonly header?: string | undefined;
}

/** A secret, or its mistakes, of which `problem` is the text. */
export type ParsedSecret =
  | { readonly secret: ProviderSecret }
  | { readonly problem: string; readonly mistakes: readonly SecretMistake[] };

/** Characters that need no escape in a URL (RFC 3986, §2.3): a token with others may never match. */
const tokenText = /^[\w.~-]{16,}$/;

/** Whether a text can be a token, now or before a rotation. */
export function isTokenText(text: string): boolean {
  return tokenText.test(text);
}

/** RFC 9110, §5.1: no callback has a header with another name. */
const headerName = /^[\w!#$%&'*+.^`|~-]+$/;

const isText = (value: JsonValue) => typeof value === 'string' && value !== '';
const isToken = (value: JsonValue) => typeof value === 'string' && isTokenText(value);
/** HTTP has no line breaks in the value of a header, and removes white space around it (RFC 9110, §5.5). */
const isHeaderValue = (value: JsonValue) =>
  typeof value === 'string' && value !== '' && value.trim() === value && !/[\r\n\0]/.test(value);
const isLiveHeader = (value: JsonValue) => isHeaderValue(value) || isLiveList(value, isHeaderValue);

/** What each key holds. A key that is not here is a mistake: `signingKey` would switch a check off. */
const fields: Readonly<Record<keyof ConnectionSecret, (value: JsonValue) => boolean>> = {
  token: isToken,
  previousToken: isToken,
  headers: isJsonObject,
  signingKeys: (value) => isLiveList(value, isText),
  verifyToken: isText,
  accessUser: isText,
  accessToken: isText,
};

/** The values of an account as they stand in the secret, with the name of the connection. */
type Account = readonly [connection: string | undefined, values: JsonValue];

/**
 * Reads the JSON text of a secret. A value with which no callback could match is a mistake: it would refuse all
 * of them without a word. It has no library for that: every cold start of a function would load it.
 *
 * @param signature how the provider signs, if its signing keys are to be checked
 */
export function parseSecret(text: string, signature?: SignatureScheme): ParsedSecret {
  const json = parseJsonOrUndefined(text);
  if (!isJsonObject(json)) return toProblem([{ text: 'not a JSON object' }]);
  const { connections = {}, ...own } = json;
  const accounts: Account[] = [[undefined, own]];
  if (isJsonObject(connections)) accounts.push(...Object.entries(connections));
  const mistakes = accounts.flatMap((account) => findMistakes(account, signature));
  if (!isJsonObject(connections))
    mistakes.push({ text: 'invalid value of connections', key: 'connections' });
  mistakes.push(...findSharedTokens(accounts));
  // Every field has been checked.
  return mistakes.length === 0
    ? { secret: json as unknown as ProviderSecret }
    : toProblem(mistakes);
}

function toProblem(mistakes: readonly SecretMistake[]): ParsedSecret {
  return { problem: mistakes.map(({ text }) => text).join('; '), mistakes };
}

function findMistakes(
  [connection, values]: Account,
  signature: SignatureScheme | undefined,
): SecretMistake[] {
  if (!isJsonObject(values))
    return [{ text: `invalid value of connections.${connection}`, connection, key: 'token' }];
  const keys = new Set(['token', ...Object.keys(values)]);
  return [...keys].flatMap((key): readonly SecretMistake[] => {
    const place = placeOf(connection, toName(key));
    if (!Object.hasOwn(fields, key))
      return [{ text: `unknown key ${place}`, connection, key: toKnownName(key) }];
    const value = values[key];
    const invalid = { text: `invalid value of ${place}`, connection, key };
    if (value === undefined || !fields[key as keyof ConnectionSecret](value)) return [invalid];
    if (key === 'headers' && isJsonObject(value)) return findHeaderMistakes(value, invalid);
    if (key !== 'signingKeys' || signature === undefined || !isJsonArray(value)) return [];
    const isKey = (each: JsonValue) => readSigningKey(String(each), signature) !== undefined;
    const { algorithm, keyEncoding: form = 'PEM' } = signature;
    const text = `${invalid.text}: each must be a key of ${algorithm} in the form ${form}`;
    return value.every(isKey) ? [] : [{ ...invalid, text }];
  });
}

/** @param invalid the mistake of all headers together */
function findHeaderMistakes(headers: JsonObject, invalid: SecretMistake): SecretMistake[] {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  return Object.entries(headers).flatMap(([name, live], at) => {
    const text = `${invalid.text}.${toName(name)}`;
    const mistake = { ...invalid, text, header: toKnownName(name) };
    if (!headerName.test(name)) return [{ ...mistake, text: `${text}: not the name of a header` }];
    if (!isLiveHeader(live)) return [mistake];
    const isFirst = names.indexOf(name.toLowerCase()) === at;
    return isFirst ? [] : [{ ...mistake, text: `${text}: the header is there twice` }];
  });
}

/** A callback with a token that two accounts have could be from either. */
function findSharedTokens(accounts: readonly Account[]): SecretMistake[] {
  const owners = new Map<JsonValue, string | undefined>();
  const mistakes: SecretMistake[] = [];
  for (const [connection, values] of accounts) {
    for (const key of ['token', 'previousToken']) {
      const token = isJsonObject(values) ? values[key] : undefined;
      if (token === undefined) continue;
      if (!owners.has(token)) owners.set(token, connection);
      if (owners.get(token) === connection) continue;
      const text = `${placeOf(connection, key)} is also a token of another account`;
      mistakes.push({ text, connection, key });
    }
  }
  return mistakes;
}

function placeOf(connection: string | undefined, key: string): string {
  return connection === undefined ? key : `connections.${connection}.${key}`;
}

function toName(key: string): string {
  return toKnownName(key) ?? '(not a name)';
}

/** A value that was pasted in the place of a key must not be logged. */
function toKnownName(key: string): string | undefined {
  return /^[a-z_-]{1,32}$/i.test(key) ? key : undefined;
}

function isLiveList(value: JsonValue, isValue: (value: JsonValue) => boolean): boolean {
  return isJsonArray(value) && value.length >= 1 && value.length <= 2 && value.every(isValue);
}
