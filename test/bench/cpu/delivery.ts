import { toFacts } from '../../../shared/pipeline/to-facts.ts';
import type { Provider } from '../../../shared/providers/provider.ts';
import type { ProviderSecret } from '../../../shared/providers/provider-secret.ts';
import { toEventItem } from '../../../shared/stores/event-item.ts';
import { compressRaw } from '../../../shared/stores/raw-json.ts';
import { fullSecret, genuineCallback } from '../../support/genuine-callback.ts';

const utf8 = new TextDecoder();
/** A secret as it is between rotations: one token, and one key where the provider signs. */
const secret: ProviderSecret = { token: fullSecret.token, signingKeys: ['the-signing-key'] };

const receivedAt = '2026-01-02T03:04:05.678Z';

/** What is timed of one body. Decoding the bytes belongs to each, since each begins with bytes. */
export function toWork(provider: Provider, body: Buffer) {
  const request = genuineCallback(provider, body);
  const receipt = { provider: provider.manifest.id, receivedAt };

  function toItems() {
    if (!provider.verify(request, secret).authentic) throw new Error('not authentic');
    const delivery = { text: utf8.decode(body), headers: {} };
    const { facts } = toFacts(delivery, provider, receipt, { channels: {} });
    return facts.map((fact) => toEventItem({ ...fact, raw: undefined }, { publish: true }));
  }

  const text = utf8.decode(body);
  const detail = toItems()[0]?.detail.S ?? '';
  return {
    parse: () => JSON.parse(utf8.decode(body)),
    /** Authenticate, parse, normalize, and the items as the SDK takes them. */
    deliver: toItems,
    /** What beside it is done once for each fact. */
    compress: () => compressRaw(text, detail),
  };
}
