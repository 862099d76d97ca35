import type { Manifest, SecretField } from '../../../shared/provider/manifest.ts';
import type { ConnectionSecret } from '../../../shared/provider/provider-secret.ts';
import { readSigningKey } from '../../../shared/provider/signing-key.ts';
import { UsageError } from '../../command-line/command-error.ts';
import type { CommandContext } from '../command.ts';
import { valueElsewhere } from '../command-line.ts';
import { OperatorError } from '../operator-error.ts';

/** The key of the secret that holds each value, where the value comes from the provider. */
const fields = {
  'signing-key': 'signingKeys',
  'access-token': 'accessToken',
  'access-user': 'accessUser',
  'verify-token': 'verifyToken',
  header: 'headers',
} as const satisfies Readonly<Record<string, SecretField>>;

/** One value of a secret, as the command line names it: `signing-key`, `header Authorization`. */
export type SecretValue =
  | { readonly kind: 'token' | Exclude<keyof typeof fields, 'header'> }
  | { readonly kind: 'header'; readonly name: string };

/** The key of the secret for a word of the command line, such as `signing-key`. */
export function secretFieldOf(word: string): SecretField | undefined {
  return Object.hasOwn(fields, word) ? fields[word as keyof typeof fields] : undefined;
}

/** The word of the command line for a key of the secret; the key itself where there is none. */
export function wordOf(key: string): string {
  const [word = key] = Object.entries(fields).find(([, field]) => field === key) ?? [];
  return word === 'header' ? key : word;
}

/**
 * Reads which value the words of a command line mean.
 *
 * @throws {UsageError} for other words. The message has none of them: a word may be the value itself
 */
export function readSecretValue(
  what: string | undefined,
  name: string | undefined,
  known: readonly SecretValue['kind'][],
): SecretValue {
  const kind = known.find((each) => each === what);
  if (kind === undefined) throw new UsageError(`name one of ${known.join(', ')}`);
  if (kind === 'header') {
    if (name === undefined || !/^[\w!#$%&'*+.^`|~-]+$/.test(name))
      throw new UsageError('name the header: header Authorization');
    return { kind, name };
  }
  if (name === undefined) return { kind };
  throw new UsageError(`${kind} has no name: ${valueElsewhere}`);
}

/** As messages and the command line write it. */
export function nameOf(value: SecretValue): string {
  return value.kind === 'header' ? `header ${value.name}` : value.kind;
}

/** Whether callbacks are compared with the value, so that a wrong one refuses all of them. */
export function isCompared({ kind }: SecretValue): boolean {
  return kind === 'token' || kind === 'signing-key' || kind === 'header';
}

/**
 * Lets the operator type a new text for a value.
 *
 * @param isBasic whether a user and a password are typed, for a header with Basic credentials (RFC 7617)
 * @throws {UsageError} for such credentials in another value
 * @throws {OperatorError} for a text with which every callback would be refused; without the text
 */
export async function readNewText(
  value: SecretValue,
  { name, signature }: Manifest,
  isBasic: boolean | undefined,
  readValue: CommandContext['readValue'],
): Promise<string> {
  if (isBasic && value.kind !== 'header') throw new UsageError('--basic needs a header');
  const typed = await readValue(
    `${nameOf(value)} of ${name}${isBasic ? ', as USER:PASSWORD' : ''}`,
  );
  if (isBasic && !typed.includes(':'))
    throw new OperatorError('Basic credentials are a user and a password with a colon between');
  const text = isBasic ? `Basic ${Buffer.from(typed).toString('base64')}` : typed;
  if (value.kind === 'signing-key') {
    if (signature && readSigningKey(text, signature) === undefined) {
      const form = signature.keyEncoding ?? 'PEM';
      throw new OperatorError(`this is not a key of ${signature.algorithm} in the form ${form}`);
    }
    return text;
  }
  // A header cannot have other characters (RFC 9110, §5.5), and HTTP removes spaces around its value.
  if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text))
    throw new OperatorError(`${nameOf(value)} must be one line of ASCII without spaces around it`);
  return text;
}

/** @throws {OperatorError} when the provider has no such value */
export function refuseUnused(value: SecretValue, { name, secretFields = {} }: Manifest): void {
  if (value.kind === 'token' || secretFields[fields[value.kind]] !== undefined) return;
  throw new OperatorError(`${name} has no ${value.kind}: docs/secrets.md lists what it has`);
}

/** What is valid for a value, the newest first: two texts during a rotation. */
export function liveTexts(account: ConnectionSecret, value: SecretValue): readonly string[] {
  switch (value.kind) {
    case 'token':
      return [account.token, account.previousToken].filter((text) => text !== undefined);
    case 'signing-key':
      return account.signingKeys ?? [];
    case 'header':
      return Object.entries(account.headers ?? {}).flatMap(([name, live]) =>
        isSameHeader(name, value.name) ? live : [],
      );
    default:
      return [account[fields[value.kind]] ?? []].flat();
  }
}

/** The account with other texts for a value; without any, the value is removed. A token is never removed. */
export function withLiveTexts(
  account: ConnectionSecret,
  value: SecretValue,
  texts: readonly string[],
): ConnectionSecret {
  const [newest, previous] = texts;
  switch (value.kind) {
    case 'token': {
      const { previousToken: _, ...rest } = account;
      const token = newest ?? account.token;
      return { ...rest, token, ...(previous !== undefined && { previousToken: previous }) };
    }
    case 'signing-key': {
      const { signingKeys: _, ...rest } = account;
      return newest === undefined ? rest : { ...rest, signingKeys: [...texts] };
    }
    case 'header': {
      const { headers = {}, ...rest } = account;
      const isOther = ([name]: [string, unknown]) => !isSameHeader(name, value.name);
      const others = Object.fromEntries(Object.entries(headers).filter(isOther));
      const live = previous === undefined ? newest : [...texts];
      const changed = live === undefined ? others : { ...others, [value.name]: live };
      return Object.keys(changed).length === 0 ? rest : { ...rest, headers: changed };
    }
    default: {
      const { [fields[value.kind]]: _, ...rest } = account;
      return newest === undefined ? rest : { ...rest, [fields[value.kind]]: newest };
    }
  }
}

/** Names of headers are not case-sensitive. */
export function isSameHeader(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
