import type { Manifest } from '../../../shared/provider/manifest.ts';
import type { ConnectionSecret } from '../../../shared/provider/provider-secret.ts';
import { listConnections, toCallbackUrls } from '../../../shared/runtime/callback-urls.ts';
import type { CallbackOutputs } from '../../../shared/runtime/stack-outputs.ts';
import { listCallbackFixtures } from '../../emulator-client/callback-fixtures.ts';
import { readProviderSecret } from '../../operator/aws/secrets-manager-secret.ts';
import { explainError } from '../../operator/explain-error.ts';
import type { Gateway } from '../../operator/gateway/gateway.ts';
import { readManifests } from '../../operator/gateway/read-providers.ts';
import type { ProviderInfo } from '../api.ts';
import type { Arrivals } from './arrivals.ts';

/** The providers that are on, with their callback URLs, which hold tokens. */
export async function describeProviders(
  gateway: Gateway,
  arrivals: Pick<Arrivals, 'lastCallbacks'>,
): Promise<readonly ProviderInfo[]> {
  // Who may read secrets may perhaps not read logs.
  const last = arrivals.lastCallbacks().catch(() => new Map<string, string>());
  return Promise.all(
    [...gateway.callbacks].map(async ([id, outputs]) => ({
      ...(await describeProvider(gateway, id, outputs)),
      lastCallbackAt: (await last).get(id),
    })),
  );
}

async function describeProvider(
  gateway: Gateway,
  id: string,
  outputs: CallbackOutputs,
): Promise<ProviderInfo> {
  const alone = {
    callbacks: new Map([[id, outputs]]),
    functionSettings: () => gateway.functionSettings(),
  };
  const [read, secret, fixtures] = await Promise.all([
    explained(readManifests(alone)),
    explained(readProviderSecret(gateway.clients.secretsManager, outputs.secretArn)),
    gateway.localOrigin === undefined ? [] : listCallbackFixtures(id),
  ]);
  const [manifest] = read.value ?? [];
  const problem = [read.problem, secret.problem].filter(Boolean).join('. ') || undefined;
  const name = manifest?.name ?? id;
  if (secret.value === undefined)
    return { id, name, urls: {}, problem, proofs: [], connections: [], fixtures };
  const describe = (account: ConnectionSecret) => describeAccount(manifest, outputs, account);
  const connections = listConnections(outputs, secret.value);
  return {
    id,
    name,
    problem,
    ...describe(secret.value),
    connections: connections.map((of) => ({ name: of.name, ...describe(of.secret) })),
    fixtures,
  };
}

/** The value, or why there is none in words for the person who asked. */
async function explained<Value>(
  wanted: Promise<Value>,
): Promise<{ readonly value?: Value; readonly problem?: string }> {
  try {
    return { value: await wanted };
  } catch (error) {
    const problem = explainError(error);
    if (problem === undefined) throw error;
    return { problem };
  }
}

/** @param manifest absent when this version does not know the provider: a proof counts when it is set up */
function describeAccount(
  manifest: Manifest | undefined,
  outputs: CallbackOutputs,
  account: ConnectionSecret,
): Pick<ProviderInfo, 'urls' | 'proofs'> {
  const { headers, ...urls } = toCallbackUrls(outputs, account);
  const hasKeys = (account.signingKeys ?? []).length > 0;
  const hasHeaders = Object.keys(headers).length > 0;
  const proofs = [
    { name: 'token in the URL', isSetUp: true },
    ...(manifest?.signature || (!manifest && hasKeys)
      ? [{ name: 'signature', isSetUp: hasKeys }]
      : []),
    ...(hasHeaders || manifest?.secretFields?.headers
      ? [{ name: 'static headers', isSetUp: hasHeaders }]
      : []),
  ];
  return { urls, proofs };
}
