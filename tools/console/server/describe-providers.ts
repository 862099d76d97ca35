import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../../shared/provider/manifest.ts';
import { toCallbackUrls } from '../../../shared/runtime/callback-urls.ts';
import { readProviderSecret } from '../../operator/aws/secrets-manager-secret.ts';
import type { Gateway } from '../../operator/gateway/gateway.ts';
import { findCallback } from '../../operator/gateway/gateway.ts';
import { readManifests } from '../../operator/gateway/read-providers.ts';
import { projectDirectory } from '../../project-directory.ts';
import type { ProviderInfo } from '../api.ts';

/** The providers that are on, with their callback URLs, which hold tokens. */
export async function describeProviders(gateway: Gateway): Promise<readonly ProviderInfo[]> {
  const manifests = await readManifests(gateway);
  return Promise.all(manifests.map((manifest) => describeProvider(gateway, manifest)));
}

async function describeProvider(gateway: Gateway, manifest: Manifest): Promise<ProviderInfo> {
  const { id, name, signature } = manifest;
  const outputs = findCallback(gateway, id);
  const secret = await readProviderSecret(gateway.clients.secretsManager, outputs.secretArn);
  const { headers, ...urls } = toCallbackUrls(outputs, secret);
  const hasHeaders = Object.keys(headers).length > 0;
  return {
    id,
    name,
    urls,
    proofs: [
      { name: 'token in the URL', isSetUp: true },
      ...(signature ? [{ name: 'signature', isSetUp: (secret.signingKeys ?? []).length > 0 }] : []),
      ...(hasHeaders || manifest.secretFields?.headers
        ? [{ name: 'static headers', isSetUp: hasHeaders }]
        : []),
    ],
    fixtures: gateway.localOrigin === undefined ? [] : await listFixtures(id),
  };
}

const payloadSuffix = '.payload.json';

async function listFixtures(id: string): Promise<readonly string[]> {
  const files = await readdir(join(projectDirectory, 'fixtures', id)).catch(() => []);
  return files
    .filter((file) => file.endsWith(payloadSuffix))
    .map((file) => `${id}/${file.slice(0, -payloadSuffix.length)}`)
    .sort();
}
