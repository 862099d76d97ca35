import type { Manifest } from '../../../shared/provider/manifest.ts';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { toCallbackUrls } from '../../../shared/runtime/callback-urls.ts';
import { listCallbackFixtures } from '../../emulator-client/callback-fixtures.ts';
import { readProviderSecret } from '../../operator/aws/secrets-manager-secret.ts';
import { explainError } from '../../operator/explain-error.ts';
import type { Gateway } from '../../operator/gateway/gateway.ts';
import { findCallback } from '../../operator/gateway/gateway.ts';
import { readManifests } from '../../operator/gateway/read-providers.ts';
import type { ProviderInfo } from '../api.ts';
import type { Arrivals } from './arrivals.ts';

/** The providers that are on, with their callback URLs, which hold tokens. */
export async function describeProviders(
  gateway: Gateway,
  arrivals: Pick<Arrivals, 'lastCallbacks'>,
): Promise<readonly ProviderInfo[]> {
  const [manifests, last] = await Promise.all([
    readManifests(gateway),
    // Who may read secrets may perhaps not read logs.
    arrivals.lastCallbacks().catch(() => new Map<string, string>()),
  ]);
  return Promise.all(
    manifests.map(async (manifest) => ({
      ...(await describeProvider(gateway, manifest)),
      lastCallbackAt: last.get(manifest.id),
    })),
  );
}

async function describeProvider(gateway: Gateway, manifest: Manifest): Promise<ProviderInfo> {
  const { id, name } = manifest;
  const fixtures = gateway.localOrigin === undefined ? [] : await listCallbackFixtures(id);
  const outputs = findCallback(gateway, id);
  try {
    const secret = await readProviderSecret(gateway.clients.secretsManager, outputs.secretArn);
    const { headers, ...urls } = toCallbackUrls(outputs, secret);
    return { id, name, urls, fixtures, proofs: toProofs(manifest, secret, headers) };
  } catch (error) {
    const problem = explainError(error);
    if (problem === undefined) throw error;
    return { id, name, urls: {}, problem, proofs: [], fixtures };
  }
}

function toProofs(
  { signature, secretFields }: Manifest,
  secret: ProviderSecret,
  headers: Readonly<Record<string, string>>,
): ProviderInfo['proofs'] {
  const hasHeaders = Object.keys(headers).length > 0;
  return [
    { name: 'token in the URL', isSetUp: true },
    ...(signature ? [{ name: 'signature', isSetUp: (secret.signingKeys ?? []).length > 0 }] : []),
    ...(hasHeaders || secretFields?.headers
      ? [{ name: 'static headers', isSetUp: hasHeaders }]
      : []),
  ];
}
