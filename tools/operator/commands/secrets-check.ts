import { defineCommand } from '../command.ts';
import { describeFinding } from '../doctor/describe-finding.ts';
import { examineSecret } from '../doctor/examine-secret.ts';
import { findCallback } from '../gateway/gateway.ts';
import { readManifests } from '../gateway/read-providers.ts';

export const secretsCheck = defineCommand({
  name: 'secrets check',
  arguments: '[<provider>]',
  summary: 'check the secrets of the providers, or of one',
  details: `Finds unknown keys, signing keys that are missing or have no effect, and rotations that are not confirmed.
Prints which values a secret has, and never a value. \`doctor\` includes these checks; it also tests the
endpoints with the values, which shows that the functions use them.`,
  writes: false,
  options: {},
  async run(_values, [provider], { connect, output }) {
    const gateway = await connect();
    if (provider !== undefined) findCallback(gateway, provider);
    const manifests = await readManifests(gateway);
    const wanted = manifests.filter(({ id }) => provider === undefined || id === provider);
    const findings = (
      await Promise.all(wanted.map((manifest) => examineSecret(manifest, gateway)))
    ).flat();
    for (const finding of findings) output.entry(finding, () => describeFinding(finding, gateway));
    return findings.some(({ state }) => state === 'failed') ? 1 : 0;
  },
});
