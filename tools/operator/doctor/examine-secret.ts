import type { Manifest } from '../../../shared/provider/manifest.ts';
import { readSecretVersion } from '../aws/secrets-manager-secret.ts';
import { findCallback, type Gateway } from '../gateway/gateway.ts';
import { checkSecret } from './check-secret.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';

/** The parts of a gateway that hold its secrets. */
export type SecretKeeper = Pick<Gateway, 'name' | 'callbacks' | 'clients' | 'functionSettings'>;

/** Checks the secret of one provider. Never rejects. */
export function examineSecret(
  manifest: Manifest,
  gateway: SecretKeeper,
): Promise<readonly Finding[]> {
  const check = `secret of ${manifest.id}`;
  return examine(
    check,
    async () => {
      const { secretArn } = findCallback(gateway, manifest.id);
      const { text } = await readSecretVersion(gateway.clients.secretsManager, secretArn);
      // Only the judgement about signatures depends on the configuration, which needs a further permission.
      const settings = manifest.signature ? await gateway.functionSettings() : undefined;
      const policy = settings?.get(manifest.id)?.signaturePolicy;
      return checkSecret(manifest, text, policy).map((judgement) => ({ check, ...judgement }));
    },
    'docs/secrets.md',
  );
}
