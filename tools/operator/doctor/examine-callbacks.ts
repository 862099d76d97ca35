import type { Manifest } from '../../../shared/provider/manifest.ts';
import type { ConnectionSecret } from '../../../shared/provider/provider-secret.ts';
import { listConnections, toCallbackUrls } from '../../../shared/runtime/callback-urls.ts';
import { toUrlAtFunction } from '../../emulator-client/local-urls.ts';
import { readProviderSecret } from '../aws/secrets-manager-secret.ts';
import { findCallback } from '../gateway/gateway.ts';
import { readManifests } from '../gateway/read-providers.ts';
import { signAsProvider } from '../secrets/sign-as-provider.ts';
import { checkEndpoint, type ProbedEndpoint } from './check-callbacks.ts';
import { examine } from './examine.ts';
import { examineSecret, type SecretKeeper } from './examine-secret.ts';
import type { Finding } from './finding.ts';

/** Replaces a token that could not be read. A provider's token is never this short. */
const noToken = 'doctor';

/**
 * Checks the secret of each provider, and the endpoints with each of its tokens; a failure of one check does not
 * affect the others.
 */
export async function examineCallbacks(
  gateway: SecretKeeper,
  now: Date,
): Promise<readonly Finding[]> {
  const manifests = await readManifests(gateway);
  const [ofSecrets, ofEndpoints] = await Promise.all([
    Promise.all(manifests.map((manifest) => examineSecret(manifest, gateway))),
    Promise.all(manifests.map((manifest) => examineEndpoints(manifest, gateway, now))),
  ]);
  return [...ofSecrets.flat(), ...ofEndpoints.flat()];
}

async function examineEndpoints(
  manifest: Manifest,
  gateway: SecretKeeper,
  now: Date,
): Promise<readonly Finding[]> {
  const outputs = findCallback(gateway, manifest.id);
  const secret = await readProviderSecret(gateway.clients.secretsManager, outputs.secretArn).catch(
    () => undefined,
  );
  const own = { urls: toCallbackUrls(outputs, secret ?? { token: noToken }), secret };
  const accounts = [
    { of: manifest.id, ...own },
    ...listConnections(outputs, secret ?? { token: noToken }).map(({ name, ...connection }) => ({
      of: `${manifest.id}, connection ${name}`,
      ...connection,
    })),
  ];
  const examined = accounts.flatMap(({ of, urls, secret: values }) =>
    (['api', 'functionUrl'] as const).map((endpoint) => {
      const url = urls[endpoint];
      if (url === undefined) return [];
      return examine(`${endpoint} of ${of}`, async () =>
        checkEndpoint(await probe(url, urls.headers, values, manifest, now)),
      );
    }),
  );
  return (await Promise.all(examined)).flat();
}

/** Never rejects: a missing response is a finding. */
async function probe(
  url: string,
  headers: Readonly<Record<string, string>>,
  secret: ConnectionSecret | undefined,
  manifest: Manifest,
  receivedAt: Date,
): Promise<ProbedEndpoint> {
  const request = {
    method: 'DELETE',
    url: toUrlAtFunction(url),
    body: Buffer.alloc(0),
    receivedAt,
  };
  const signed = signAsProvider(request, headers, secret ?? {}, manifest);
  const startedAt = performance.now();
  const response = await fetch(url, {
    method: request.method,
    headers: signed.headers,
    signal: AbortSignal.timeout(15_000),
  }).catch(() => undefined);
  const proof = signed.unsignedBecause === undefined ? 'complete' : 'unsigned';
  return {
    status: response?.status,
    tookMs: performance.now() - startedAt,
    proof: secret === undefined ? 'none' : proof,
  };
}
