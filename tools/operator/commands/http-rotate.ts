import {
  readSigningKeys,
  type SigningKeys,
  toSecretValue,
} from '../../../shared/http-subscription/signing-keys.ts';
import { readSecretVersion, replaceVersion } from '../aws/secrets-manager-secret.ts';
import { defineCommand } from '../command.ts';
import { openSubscription } from '../http/open-subscription.ts';
import { newSigningKey } from '../http/signing-keys.ts';
import { OperatorError } from '../operator-error.ts';
import { pasteableCommand } from '../pasteable-command.ts';

export const httpRotate = defineCommand({
  name: 'http rotate',
  arguments: '<name>',
  summary: 'replace the signing key of an HTTP subscription, without loss',
  details: `Two steps. The first adds a new key: within five minutes every request has a signature of each key, and
the receiver may verify with either. When the receiver has the new key, end the rotation with --confirm: within
five minutes only the new key signs.`,
  writes: true,
  options: {
    confirm: { type: 'boolean', help: 'end the rotation: the old key stops signing' },
  },
  async run({ confirm }, [named], context) {
    const { description, stacks } = await openSubscription(context, named);
    const { secretsManager } = stacks.clients;
    const { name, secretArn } = description;
    const version = await readSecretVersion(secretsManager, secretArn);
    const read = readSigningKeys(version.text);
    // A key with a mistake signs nothing: there is none to keep.
    const keys = 'keys' in read ? read.keys : undefined;
    const next = confirm ? confirmRotation(keys) : addKey(keys);
    const { output } = context;
    if (!context.isConfirmed) {
      output.print(
        { name, dryRun: true },
        confirm
          ? 'the old key would stop to sign; add --yes to confirm the rotation'
          : 'there would be a new key, and the old one would sign as well; add --yes to rotate',
      );
      return 0;
    }
    await replaceVersion(secretsManager, secretArn, version, toSecretValue(next));
    if (confirm) {
      output.print({ name, confirmed: true }, 'only the new key signs within five minutes');
      return 0;
    }
    output.print({ name, keys: next }, next[0]);
    output.progress(
      `Give the new key to the receiver. Until then it verifies with the old one.
When it has the new one, end the rotation:
${pasteableCommand(`http rotate ${name} --confirm --yes`, stacks)}`,
    );
    return 0;
  },
});

/** @throws {OperatorError} during a rotation: a third key would end the one that the receiver has */
function addKey(keys: SigningKeys | undefined): SigningKeys {
  const [key, previous] = keys ?? [];
  if (previous !== undefined) {
    throw new OperatorError(
      'a rotation is in progress: `http secret` prints both keys, and --confirm ends it',
    );
  }
  return key === undefined ? [newSigningKey()] : [newSigningKey(), key];
}

/** @throws {OperatorError} without a rotation */
function confirmRotation(keys: SigningKeys | undefined): SigningKeys {
  const [newest, previous] = keys ?? [];
  if (newest !== undefined && previous !== undefined) return [newest];
  throw new OperatorError('there is no rotation to confirm: run `http rotate` without --confirm');
}
