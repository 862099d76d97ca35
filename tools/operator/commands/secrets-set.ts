import { type CommandContext, defineCommand } from '../command.ts';
import { pasteableCommand } from '../pasteable-command.ts';
import { newToken, setValue } from '../secrets/change-value.ts';
import { addConnection, readConnection, replaceConnection } from '../secrets/connections.ts';
import { describeUrls } from '../secrets/describe-urls.ts';
import { openSecret } from '../secrets/open-secret.ts';
import {
  isCompared,
  liveTexts,
  nameOf,
  readNewText,
  readSecretValue,
  refuseUnused,
} from '../secrets/secret-value.ts';

const kinds = ['signing-key', 'access-token', 'access-user', 'verify-token', 'header'] as const;

export const secretsSet = defineCommand({
  name: 'secrets set',
  arguments: '<provider> <value> | <provider> header <name> | <provider> connection <name>',
  summary: 'add a signing key, a static header, an access token or a connection',
  details: `<value> is signing-key, access-token, access-user or verify-token. docs/secrets.md says which of them a
provider has and where to find them. Type the value at the prompt, or pipe it to standard input: it must
not be on the command line. Functions use it within five minutes.
A signing key or header that exists is replaced by \`secrets rotate\`, which loses no callback.
connection <name> adds a named connection for a further account, with a token of its own, and prints its
URLs. It needs no value.`,
  writes: true,
  readsValue: true,
  options: {
    connection: { type: 'string', value: 'NAME', help: 'set the value of this named connection' },
    basic: {
      type: 'boolean',
      help: 'the value is USER:PASSWORD, for a header with Basic credentials',
    },
  },
  async run({ connection, basic }, [provider, what, name], context) {
    if (what === 'connection') return runConnection(provider, name, context);
    const value = readSecretValue(what, name, kinds);
    const { gateway, manifest, secret, save } = await openSecret(context, provider);
    refuseUnused(value, manifest);
    const account = readConnection(secret, connection);
    // What exists is refused before anyone types a value.
    setValue(account, value, '');
    const { output } = context;
    const done = liveTexts(account, value).length > 0 ? 'replaced' : 'added';
    const result = { provider, value: nameOf(value), ...(connection && { connection }) };
    if (!context.isConfirmed) {
      const text = `${nameOf(value)} would be ${done}; add --yes to do it`;
      output.print({ ...result, dryRun: true }, text);
      return 0;
    }
    const text = await readNewText(value, manifest, basic, context.readValue);
    await save(replaceConnection(secret, connection, setValue(account, value, text)));
    output.print({ ...result, done }, `${nameOf(value)} is ${done}`);
    if (isCompared(value)) {
      output.progress(
        `Within five minutes, callbacks without it are refused. Then test the endpoints with it:\n${pasteableCommand('doctor', gateway)}`,
      );
    }
    return 0;
  },
});

async function runConnection(
  provider: string | undefined,
  name: string | undefined,
  context: CommandContext,
): Promise<0> {
  const { outputs, secret, save } = await openSecret(context, provider);
  const token = newToken();
  const changed = addConnection(secret, name, token);
  if (!context.isConfirmed) {
    const text = `the connection ${name} would be added; add --yes to do it`;
    context.output.print({ provider, connection: name, dryRun: true }, text);
    return 0;
  }
  await save(changed);
  const { urls, text } = describeUrls(outputs, token);
  context.output.print({ provider, connection: name, ...urls }, text);
  context.output.progress('Wait 10 seconds. Then paste the URL into the console of that account.');
  return 0;
}
