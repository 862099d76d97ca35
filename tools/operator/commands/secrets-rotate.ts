import { UsageError } from '../../command-line/command-error.ts';
import { defineCommand } from '../command.ts';
import { pasteableCommand } from '../pasteable-command.ts';
import { confirmRotation, newToken, rotateValue } from '../secrets/change-value.ts';
import { readConnection, replaceConnection } from '../secrets/connections.ts';
import { describeUrls } from '../secrets/describe-urls.ts';
import { openSecret } from '../secrets/open-secret.ts';
import { nameOf, readNewText, readSecretValue } from '../secrets/secret-value.ts';

const kinds = ['token', 'signing-key', 'header'] as const;

const replacedKinds = ['access-token', 'access-user', 'verify-token'] as const;

export const secretsRotate = defineCommand({
  name: 'secrets rotate',
  arguments: '<provider> | <provider> signing-key | <provider> header <name>',
  summary: 'replace the token in a callback URL, a signing key or a static header, without loss',
  details: `Two steps. The first adds the new value; the old one stays valid. Enter the new one at the provider, then
end the rotation with --confirm. A running function accepts the old value for up to five more minutes,
until it reads the secret again.
Without a further word it replaces the token, and prints the new URL for the provider's console. The value
of a signing key or header is typed at the prompt or piped to standard input.
Between the steps, \`doctor\` tests the endpoints with the new value, and \`send <fixture>\` sends a callback
with it. Events do not show with which value a callback came: check at the provider that it has the new one.`,
  writes: true,
  readsValue: true,
  options: {
    confirm: {
      type: 'boolean',
      help: 'end the rotation: the old value is refused within five minutes',
    },
    connection: {
      type: 'string',
      value: 'NAME',
      help: 'replace the value of this named connection',
    },
    basic: {
      type: 'boolean',
      help: 'the value is USER:PASSWORD, for a header with Basic credentials',
    },
  },
  async run({ confirm, connection, basic }, [provider, what = 'token', name], context) {
    refuseReplaced(what, provider);
    const value = readSecretValue(what, name, kinds);
    const { gateway, manifest, outputs, secret, save } = await openSecret(context, provider);
    const account = readConnection(secret, connection);
    const isToken = value.kind === 'token';
    const old = isToken ? 'the old URL' : `the old ${nameOf(value)}`;
    // What cannot be rotated is refused before anyone types a value.
    const confirmed = confirm ? confirmRotation(account, value) : undefined;
    if (confirmed === undefined) rotateValue(account, value, '');
    const { output } = context;
    const result = { provider, value: nameOf(value), ...(connection && { connection }) };
    if (!context.isConfirmed) {
      const text = confirm
        ? `${old} would be refused; add --yes to confirm the rotation`
        : `there would be a new ${isToken ? 'URL' : nameOf(value)} and ${old} would stay valid; add --yes to rotate`;
      output.print({ ...result, dryRun: true }, text);
      return 0;
    }
    if (confirmed !== undefined) {
      await save(replaceConnection(secret, connection, confirmed));
      output.print({ ...result, confirmed: true }, `${old} is refused within five minutes`);
      return 0;
    }
    const text = isToken
      ? newToken()
      : await readNewText(value, manifest, basic, context.readValue);
    await save(replaceConnection(secret, connection, rotateValue(account, value, text)));
    const { urls, text: lines } = describeUrls(outputs, text);
    output.print(
      isToken ? { ...result, ...urls } : { ...result, rotated: true },
      isToken ? lines : `the new ${nameOf(value)} is valid, and so is the old one`,
    );
    const words = [
      `secrets rotate ${provider}`,
      isToken ? '' : nameOf(value),
      connection ? `--connection ${connection}` : '',
      '--confirm --yes',
    ];
    output.progress(
      `Wait 10 seconds. Then ${isToken ? 'paste the new URL into the provider’s console' : 'enter the new value at the provider'}. ${old[0]?.toUpperCase()}${old.slice(1)} stays valid.
When the provider has the new one, end the rotation:
${pasteableCommand(words.filter(Boolean).join(' '), gateway)}`,
    );
    return 0;
  },
});

/** @throws {UsageError} for a value of which only one is valid at a time, as the provider's API has it */
function refuseReplaced(what: string, provider = '<provider>'): void {
  const kind = replacedKinds.find((each) => each === what);
  if (kind === undefined) return;
  throw new UsageError(
    `${kind} has one value at a time, which needs no rotation: replace it with secrets set ${provider} ${kind}`,
  );
}
