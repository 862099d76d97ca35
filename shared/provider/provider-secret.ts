import { isJsonArray, isJsonObject, type JsonValue, parseJsonOrUndefined } from '../json.ts';

/** The secret of one account at the provider. */
export interface ConnectionSecret {
  /** Last path segment of the callback URL; at least 16 characters. */
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

/** A secret, or what is wrong with it. The problem quotes no value, so that it may be logged. */
export type ParsedSecret = { readonly secret: ProviderSecret } | { readonly problem: string };

const isText = (value: JsonValue) => typeof value === 'string' && value !== '';
const isToken = (value: JsonValue) => typeof value === 'string' && value.length >= 16;
const isString = (value: JsonValue) => typeof value === 'string';
const isLive = (value: JsonValue) => isString(value) || isLiveList(value, isString);

/** What each key holds. A key that is not here is a mistake: `signingKey` would switch a check off. */
const fields: Readonly<Record<keyof ConnectionSecret, (value: JsonValue) => boolean>> = {
  token: isToken,
  previousToken: isToken,
  headers: (value) => isJsonObject(value) && Object.values(value).every(isLive),
  signingKeys: (value) => isLiveList(value, isText),
  verifyToken: isText,
  accessUser: isText,
  accessToken: isText,
};

/** Reads the JSON text of a secret. It has no library for that: every cold start of a function would load it. */
export function parseSecret(text: string): ParsedSecret {
  const json = parseJsonOrUndefined(text);
  if (!isJsonObject(json)) return { problem: 'not a JSON object' };
  const { connections, ...account } = json;
  const problems = findProblems(account, '');
  if (isJsonObject(connections)) {
    for (const [name, values] of Object.entries(connections))
      problems.push(...findProblems(values, `connections.${name}`));
  } else if (connections !== undefined) {
    problems.push('invalid value of connections');
  }
  // Every field has been checked.
  return problems.length === 0
    ? { secret: json as unknown as ProviderSecret }
    : { problem: problems.join('; ') };
}

/** @param place where the account stands in the secret; empty for the provider's own values */
function findProblems(account: JsonValue, place: string): string[] {
  if (!isJsonObject(account)) return [`invalid value of ${place}`];
  const at = (key: string) => (place === '' ? key : `${place}.${key}`);
  const keys = new Set(['token', ...Object.keys(account)]);
  return [...keys].flatMap((key) => {
    if (!Object.hasOwn(fields, key)) return [`unknown key ${at(toName(key))}`];
    const value = account[key];
    const isValid = value !== undefined && fields[key as keyof ConnectionSecret](value);
    return isValid ? [] : [`invalid value of ${at(key)}`];
  });
}

/** A value that was pasted in the place of a key must not be logged. */
function toName(key: string): string {
  return /^[a-z_-]{1,32}$/i.test(key) ? key : '(not a name)';
}

function isLiveList(value: JsonValue, isValue: (value: JsonValue) => boolean): boolean {
  return isJsonArray(value) && value.length <= 2 && value.every(isValue);
}
