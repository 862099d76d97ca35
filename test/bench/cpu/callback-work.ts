import { createHmac, hash } from 'node:crypto';
import { toCallbackRecords } from '../../../functions/callback/to-event-records.ts';
import { decodeBody, jsonCodec } from '../../../shared/provider/body-codec.ts';
import type {
  CallbackRequest,
  ProviderAdapter,
} from '../../../shared/provider/provider-adapter.ts';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import { compressRaw } from '../../../shared/table/raw-json.ts';
import { fullSecret, genuineCallback } from '../../support/genuine-callback.ts';

const utf8 = new TextDecoder();
const signingKey = 'the-signing-key';

/** A secret between rotations: one token, and one key for a provider that signs. */
const secret: ProviderSecret = { token: fullSecret.token, signingKeys: [signingKey] };

const receivedAt = '2026-11-21T03:04:05.678Z';

/** `toEventItem` then leaves out the compression. A copy would take time that the gateway does not need. */
function withoutRaw(record: EventRecord): EventRecord {
  return Object.assign(record, { raw: undefined });
}

/** The functions that are timed for one body. Each starts with bytes and so includes decoding them. */
export function toWork(provider: ProviderAdapter, body: Buffer) {
  const { manifest } = provider;
  const genuine = genuineCallback(provider, body);
  const receipt = { provider: manifest.id, receivedAt };

  const isJson = provider.codec === jsonCodec;

  /** Each form has bytes of its own: its fields are kept beside them, and must not serve the next one. */
  const toRequest = (): CallbackRequest =>
    isJson ? genuine : { ...genuine, body: body.subarray() };

  function toRecords(request: CallbackRequest) {
    const decoded = decodeBody(request, provider.codec);
    const callback = { body, headers: {} };
    return toCallbackRecords(decoded, callback, provider, receipt, { channels: {} }).records;
  }

  function toItems() {
    const request = toRequest();
    if (!provider.verify(request, secret).authentic) throw new Error('not authentic');
    return toRecords(request).map((record) => toEventItem(withoutRaw(record), { publish: true }));
  }

  const parse = () => {
    return isJson
      ? JSON.parse(utf8.decode(body))
      : provider.codec.decode(body.subarray(), genuine.headers);
  };

  const items = toItems();
  const details = items.map(({ detail }) => JSON.parse(detail.S));
  const raws = toRecords(genuine).flatMap(({ raw, event }) =>
    raw === undefined ? [] : [{ raw, detail: JSON.stringify(event.detail) }],
  );
  return {
    parse,
    /** Authenticates, parses and normalizes, and makes the items for the SDK. */
    receive: toItems,
    /**
     * The minimum for the same result: one parse, the signature if the provider signs, and for each event the
     * hash that is its id and its JSON text.
     */
    minimum: () => {
      const parsed = parse();
      const hashes: string[] = [];
      if (manifest.signature)
        hashes.push(createHmac('sha256', signingKey).update(body).digest('hex'));
      for (const { pk } of items) hashes.push(hash('sha256', pk.S));
      return [parsed, hashes, details.map((detail) => JSON.stringify(detail))];
    },
    /** Compresses the raw JSON of each event record; `receive` leaves that out. */
    compress: () => raws.map(({ raw, detail }) => compressRaw(raw, detail)),
  };
}
