import { isJsonObject, type JsonObject, parseJsonOrUndefined } from '../../../shared/json.ts';
import { parseSecret } from '../../../shared/provider/provider-secret.ts';
import { UsageError } from '../../command-line/command-error.ts';
import { readSecretVersion, replaceVersion } from '../aws/secrets-manager-secret.ts';
import { defineCommand } from '../command.ts';
import { findCallback } from '../gateway/gateway.ts';
import { OperatorError } from '../operator-error.ts';
import { removeKey } from '../secrets/remove-key.ts';

export const secretsRemove = defineCommand({
  name: 'secrets remove',
  arguments: '<provider> <value> | <provider> header <name> | <provider> connection <name>',
  summary: 'remove a value, a connection or an unknown key from a secret',
  details: `<value> is signing-key, access-token, access-user or verify-token, or the name of an unknown key such as
signingKey. This works on a secret that has a mistake. Without its signing keys, callbacks of a provider
are accepted unsigned, unless signatures are required. The token cannot be removed: rotate it.`,
  writes: true,
  options: {
    connection: { type: 'string', value: 'NAME', help: 'remove it from this named connection' },
  },
  async run({ connection }, [provider, what, name], { connect, output, isConfirmed }) {
    if (provider === undefined || what === undefined)
      throw new UsageError('name a provider and what to remove');
    const gateway = await connect();
    const { secretArn } = findCallback(gateway, provider);
    const { secretsManager } = gateway.clients;
    const version = await readSecretVersion(secretsManager, secretArn);
    const changed = removeKey(readObject(version.text), { what, name }, connection);
    const removed = [what, name].filter(Boolean).join(' ');
    const result = { provider, value: removed, ...(connection && { connection }) };
    if (!isConfirmed) {
      const text = `${removed} would be removed; add --yes to do it`;
      output.print({ ...result, dryRun: true }, text);
      return 0;
    }
    await replaceVersion(secretsManager, secretArn, version, changed);
    output.print({ ...result, done: 'removed' }, `${removed} is removed`);
    const left = parseSecret(JSON.stringify(changed));
    if ('secret' in left) return 0;
    output.progress(`the secret still has a mistake: ${left.problem}`);
    return 1;
  },
});

/** @throws {OperatorError} when the secret is not a JSON object */
function readObject(text: string): JsonObject {
  const json = parseJsonOrUndefined(text);
  if (isJsonObject(json)) return json;
  throw new OperatorError('the secret is not a JSON object: docs/secrets.md shows what it must be');
}
