import { providers } from '../../../functions/providers/registry.ts';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { toCallbackUrls } from '../../../shared/runtime/callback-urls.ts';
import type { CallbackOutputs } from '../../../shared/runtime/stack-outputs.ts';
import { readProviderSecret } from '../aws/secrets-manager-secret.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { checkEndpoint, checkSecret, type ProbedEndpoint } from './check-callbacks.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';

/** Replaces a token that could not be read. A provider's token is never this short. */
const noToken = 'doctor';

/** Checks the secret and the endpoints of each provider; a failure of one check does not affect the others. */
export async function examineCallbacks({
  callbacks,
  clients,
}: Pick<Gateway, 'callbacks' | 'clients'>): Promise<readonly Finding[]> {
  const examined = await Promise.all(
    [...callbacks].map(async ([provider, outputs]) => {
      let secret: ProviderSecret | undefined;
      const ofSecret = await examine(
        `secret of ${provider}`,
        async () => {
          secret = await readProviderSecret(clients.secretsManager, outputs.secretArn);
          return checkSecret(provider, secret);
        },
        'docs/secrets.md',
      );
      return { ofSecret, ofEndpoints: await examineEndpoints(provider, outputs, secret) };
    }),
  );
  return [
    ...examined.flatMap(({ ofSecret }) => ofSecret),
    ...examined.flatMap(({ ofEndpoints }) => ofEndpoints),
  ];
}

async function examineEndpoints(
  provider: string,
  outputs: CallbackOutputs,
  secret: ProviderSecret | undefined,
): Promise<readonly Finding[]> {
  const proof = proofOf(provider, secret);
  const { headers, ...urls } = toCallbackUrls(outputs, secret ?? { token: noToken });
  const examined = (['api', 'functionUrl'] as const).map(async (endpoint) => {
    const url = urls[endpoint];
    if (url === undefined) return [];
    const check = async () => checkEndpoint({ proof, ...(await probe(url, headers)) });
    return examine(`${endpoint} of ${provider}`, check);
  });
  return (await Promise.all(examined)).flat();
}

function proofOf(provider: string, secret: ProviderSecret | undefined): ProbedEndpoint['proof'] {
  if (secret === undefined) return 'none';
  const signature = providers.find(({ id }) => id === provider)?.signature;
  const isSigned = signature !== undefined && (secret.signingKeys?.length ?? 0) > 0;
  return isSigned ? 'unsigned' : 'complete';
}

/** Never rejects: a missing response is a finding. */
async function probe(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<Pick<ProbedEndpoint, 'status' | 'tookMs'>> {
  const startedAt = performance.now();
  const response = await fetch(url, {
    method: 'DELETE',
    headers,
    signal: AbortSignal.timeout(15_000),
  }).catch(() => undefined);
  return { status: response?.status, tookMs: performance.now() - startedAt };
}
