import { UsageError } from '../../command-line/command-error.ts';
import { readProviderSecret, writeProviderSecret } from '../aws/secrets-manager-secret.ts';
import { defineCommand } from '../command.ts';
import { OperatorError } from '../operator-error.ts';
import { pasteableCommand } from '../pasteable-command.ts';
import { confirmRotation, newToken, rotateToken } from '../secrets/rotate-token.ts';

export const secretsRotate = defineCommand({
  name: 'secrets rotate',
  arguments: '<provider>',
  summary: 'replace the token in a provider’s callback URL',
  details: `Prints the new URL for the provider's console. The old URL stays valid until the second step, --confirm.
Before that, \`doctor\` tests the endpoints with the new token, and \`send <fixture>\` sends a callback
with it. Events do not show which URL they came through: check in the console that it has the new URL.`,
  writes: true,
  options: {
    confirm: { type: 'boolean', help: 'end the rotation: the old URL is refused from now on' },
    connection: {
      type: 'string',
      value: 'NAME',
      help: 'replace the token of this named connection',
    },
  },
  async run({ confirm, connection }, [provider], { connect, output, isConfirmed }) {
    if (provider === undefined) throw new UsageError('name a provider');
    const gateway = await connect();
    const { callbacks, clients, name } = gateway;
    const callback = callbacks.get(provider);
    if (callback === undefined) {
      const known = [...callbacks.keys()].join(', ');
      throw new OperatorError(`${name} has no provider ${provider}; use one of ${known}`);
    }
    const { secretArn, api, functionUrl } = callback;
    const secret = await readProviderSecret(clients.secretsManager, secretArn);
    const token = newToken();
    const changed = confirm
      ? confirmRotation(secret, connection)
      : rotateToken(secret, token, connection);
    if (!isConfirmed) {
      const text = confirm
        ? 'the old URL would be refused; add --yes to confirm the rotation'
        : 'the URL would get a new token and the old URL would stay valid; add --yes to rotate';
      output.print({ provider, dryRun: true }, text);
      return 0;
    }
    await writeProviderSecret(clients.secretsManager, secretArn, changed);
    if (confirm) {
      output.print({ provider, confirmed: true }, 'the old URL is refused within five minutes');
      return 0;
    }
    const urls = Object.entries({ api, functionUrl }).flatMap(([name, base]) =>
      base === undefined ? [] : [[name, `${base}/${token}`] as const],
    );
    output.print(
      { provider, ...Object.fromEntries(urls) },
      urls.map(([name, url]) => `${name.padEnd('functionUrl'.length)}  ${url}`).join('\n'),
    );
    const words = ['secrets rotate', provider, connection && `--connection ${connection}`];
    output.progress(
      `Wait 10 seconds. Then paste the new URL into the provider’s console. The old URL stays valid.
When the console has the new one, end the rotation:
${pasteableCommand([...words, '--confirm --yes'].filter(Boolean).join(' '), gateway)}`,
    );
    return 0;
  },
});
