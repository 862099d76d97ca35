import { UsageError } from '../../command-line/command-error.ts';
import { readProviderSecret, writeProviderSecret } from '../aws/secrets-manager-secret.ts';
import { defineCommand } from '../command.ts';
import { OperatorError } from '../operator-error.ts';
import { pasteableCommand } from '../pasteable-command.ts';
import { newToken } from '../secrets/new-token.ts';
import { confirmRotation, rotateToken } from '../secrets/rotate-token.ts';

export const secretsRotate = defineCommand({
  name: 'secrets rotate',
  arguments: '<provider>',
  summary: 'give a provider’s callback URL a new token',
  details: `Prints the new URL, to be pasted into the provider's console. The old URL stays valid until
--confirm, which is the second step. Before it, \`doctor\` asks the endpoints with the new token, and
\`send <fixture>\` sends a callback with it. No event tells by which URL it came: whether the console
has the new one is to be seen there.`,
  writes: true,
  options: {
    confirm: { type: 'boolean', help: 'end the rotation: the old URL is refused from then on' },
    connection: { type: 'string', value: 'NAME', help: 'the token of this named connection' },
  },
  async run({ confirm, connection }, [provider], { connect, output, isConfirmed }) {
    if (provider === undefined) throw new UsageError('name a provider');
    const gateway = await connect();
    const { callbacks, clients, name } = gateway;
    const callback = callbacks.get(provider);
    if (callback === undefined) {
      const known = [...callbacks.keys()].join(', ');
      throw new OperatorError(`${name} has no provider ${provider}: it has ${known}`);
    }
    const { secretArn, api, functionUrl } = callback;
    const secret = await readProviderSecret(clients.secretsManager, secretArn);
    const token = newToken();
    const changed = confirm
      ? confirmRotation(secret, connection)
      : rotateToken(secret, token, connection);
    if (!isConfirmed) {
      const text = confirm
        ? 'the old URL would be refused; --yes does it'
        : 'a new URL would be made, and the old one stay valid; --yes does it';
      output.print({ provider, dryRun: true }, text);
      return 0;
    }
    await writeProviderSecret(clients.secretsManager, secretArn, changed);
    if (confirm) {
      output.print({ provider, confirmed: true }, 'the old URL is refused within five minutes');
      return 0;
    }
    const urls = [api, functionUrl].filter((base) => base !== undefined);
    output.print(
      { provider, urls: urls.map((base) => `${base}/${token}`) },
      urls.map((base) => `${base}/${token}`).join('\n'),
    );
    output.progress(
      `Wait ten seconds, until every function knows it, and paste it into the console. The old URL stays valid until
${pasteableCommand(`secrets rotate ${provider} --confirm --yes`, gateway)}`,
    );
    return 0;
  },
});
