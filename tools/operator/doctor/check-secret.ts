import type { Manifest } from '../../../shared/provider/manifest.ts';
import {
  type ConnectionSecret,
  type ProviderSecret,
  parseSecret,
  type SecretMistake,
} from '../../../shared/provider/provider-secret.ts';
import { signatureOption } from '../../../shared/provider/signature-option.ts';
import type { SignaturePolicy } from '../../../shared/runtime/environment.ts';
import { isConnectionName } from '../secrets/connections.ts';
import { liveTexts, nameOf, type SecretValue, wordOf } from '../secrets/secret-value.ts';
import type { Judgement } from './finding.ts';

/** An account whose values are judged: the provider's own, or a named connection. */
interface Account {
  readonly values: ConnectionSecret;
  /** The option that names it, with a space before it; empty for the provider's own. */
  readonly option: string;
}

/**
 * Judges the secret of a provider: each problem that it has, or that it has none. Quotes no value of it.
 *
 * @param text the secret as it is stored
 * @param policy what the owner has decided about callbacks that are not signed
 */
export function checkSecret(
  manifest: Manifest,
  text: string,
  policy: SignaturePolicy | undefined,
): readonly Judgement[] {
  const parsed = parseSecret(text, manifest.signature);
  if ('mistakes' in parsed)
    return parsed.mistakes.map((mistake) => checkMistake(manifest, mistake));
  const { secret } = parsed;
  const accounts: readonly Account[] = [
    { values: secret, option: '' },
    ...Object.entries(secret.connections ?? {}).map(([name, values]) => ({
      values,
      option: ` --connection ${name}`,
    })),
  ];
  const problems = accounts.flatMap((account) => [
    ...checkRotations(manifest, account),
    ...checkUse(manifest, account),
  ]);
  const found = [...checkSignature(manifest, secret, policy), ...problems];
  return found.length > 0 ? found : [{ state: 'ok', text: describe(secret) }];
}

function checkMistake({ id, name }: Manifest, mistake: SecretMistake): Judgement {
  const repair = toRepair(mistake);
  return {
    state: 'failed',
    text: `has a mistake, so callbacks of ${name} get 503: ${mistake.text}`,
    remedy:
      repair === undefined ? 'docs/secrets.md' : `tributary secrets remove ${id} ${repair} --yes`,
  };
}

/**
 * What to remove from the secret, as the command line names it. `undefined` for the provider's token, which must
 * not be missing, and for what cannot be named.
 */
function toRepair({ key, header, connection }: SecretMistake): string | undefined {
  if (key === undefined) return undefined;
  const what = header === undefined ? wordOf(key) : `header ${header}`;
  if (connection === undefined) return key === 'token' ? undefined : what;
  if (!isConnectionName(connection)) return undefined;
  // Added again, it has another token.
  return key === 'token' ? `connection ${connection}` : `${what} --connection ${connection}`;
}

function checkSignature(
  { id, name, signature }: Manifest,
  { signingKeys }: ConnectionSecret,
  policy: SignaturePolicy | undefined,
): readonly Judgement[] {
  if (signature === undefined || signingKeys !== undefined || policy === 'optional') return [];
  const remedy = `tributary secrets set ${id} signing-key --yes`;
  return policy === 'required'
    ? [
        {
          state: 'failed',
          text: 'has no signing key, and callbacks must be signed: they get 503',
          remedy,
        },
      ]
    : [
        {
          state: 'warning',
          text: `has no signing key: signatures of ${name} are not checked. Add it, or set ${signatureOption(id)} to optional`,
          remedy,
        },
      ];
}

/** Two texts of a value are valid until its rotation is confirmed. */
function checkRotations({ id }: Manifest, { values, option }: Account): readonly Judgement[] {
  const rotated: readonly SecretValue[] = [
    { kind: 'token' },
    { kind: 'signing-key' },
    ...Object.keys(values.headers ?? {}).map((name) => ({ kind: 'header', name }) as const),
  ];
  return rotated.flatMap((value): readonly Judgement[] => {
    if (liveTexts(values, value).length < 2) return [];
    const isToken = value.kind === 'token';
    return [
      {
        state: 'warning',
        text: isToken
          ? 'the old URL is still valid: confirm the rotation once the console has the new URL'
          : `two values of ${nameOf(value)} are valid: confirm the rotation once the provider has the new one`,
        remedy: `tributary secrets rotate ${id}${isToken ? '' : ` ${nameOf(value)}`}${option} --confirm`,
      },
    ];
  });
}

/** Values that have no effect, or with which callbacks may be refused. */
function checkUse(
  { id, name, signature, secretFields = {} }: Manifest,
  { values, option }: Account,
): readonly Judgement[] {
  const { signingKeys, headers } = values;
  const remove = (value: string) => `tributary secrets remove ${id} ${value}${option} --yes`;
  const found: Judgement[] = [];
  if (signingKeys !== undefined && signature === undefined) {
    const text = `has a signing key without effect: ${name} does not sign its callbacks`;
    found.push({ state: 'warning', text, remedy: remove('signing-key') });
  }
  if (headers !== undefined && secretFields.headers === undefined) {
    const text = `demands headers, which ${name} is not known to send: callbacks without them are refused`;
    found.push({ state: 'warning', text, remedy: 'docs/secrets.md' });
  }
  return found;
}

function describe({ signingKeys, headers, connections }: ProviderSecret): string {
  const parts = [
    'a token',
    ...(signingKeys === undefined ? [] : ['a signing key']),
    ...Object.keys(headers ?? {}).map((name) => `the header ${name}`),
    ...Object.keys(connections ?? {}).map((name) => `the connection ${name}`),
  ];
  return `has ${parts.join(', ')}`;
}
