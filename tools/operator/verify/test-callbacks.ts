import { toCallbackRecords } from '../../../functions/callback/to-event-records.ts';
import { isMessageEvent } from '../../../shared/contract/event-kinds.ts';
import { decodeBody } from '../../../shared/provider/body-codec.ts';
import type { ProviderSample, SampleMessage } from '../../../shared/provider/define-provider.ts';
import { isGeneric } from '../../../shared/provider/generic-provider.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import { eventId } from '../../../shared/table/record-key.ts';
import { toSortKey } from '../../../shared/table/sort-key.ts';
import { type Run, testAccount, testMessageId } from './test-account.ts';

/** A callback to send, and the one event record that the gateway must make of it. */
export interface TestCallback {
  readonly body: Buffer<ArrayBuffer>;
  readonly contentType: string;
  readonly record: EventRecord;
  /** The id of the `media.stored` of its file, if the gateway has to mirror one. */
  readonly fileEventId?: string;
  /** The SHA-256 of that file, hexadecimal. Not every provider sends one in its callbacks. */
  readonly fileSha256?: string | undefined;
}

/** A picture for the mirror, and a link with which anyone can download it. */
export type TestPicture = NonNullable<SampleMessage['picture']>;

/** What test callbacks are made of. */
export interface TestProvider {
  readonly adapter: ProviderAdapter;
  /** Absent when the provider's folder has none. */
  readonly sample: ProviderSample | undefined;
  readonly run: Run;
}

/**
 * A message of the test account, as the provider sends it; from a generic provider any JSON.
 *
 * @param name says which message of the run it is
 * @returns `undefined` when the provider has no sample, or its adapter makes no message of it
 */
export function toMessageCallback(
  provider: TestProvider,
  name: string,
  picture?: TestPicture,
): TestCallback | undefined {
  const { adapter, sample, run } = provider;
  const id = testMessageId(run, adapter.manifest.id, name);
  const message = { ...testAccount, id, sentAt: run.startedAt, ...(picture && { picture }) };
  const json = isGeneric(adapter) ? { id, text: testAccount.text } : sample?.toSample(message);
  if (json === undefined) return undefined;
  const callback = toCallback(JSON.stringify(json), provider);
  const { event, key } = callback?.record ?? {};
  if (callback === undefined || event?.['detail-type'] === 'callback.quarantined') return undefined;
  const hasFile = isMessageEvent(event) && event.detail.data.message.media[0]?.url !== undefined;
  if (!hasFile || key === undefined) return callback;
  const stored = { pk: key.pk, sk: toSortKey({ kind: 'media.stored', index: 0 }) };
  return { ...callback, fileEventId: eventId(stored), fileSha256: picture?.sha256 };
}

/**
 * An authentic callback that the adapter does not recognize.
 *
 * @param name says which callback of the run it is
 * @returns `undefined` when the adapter takes any body
 */
export function toUnrecognizedCallback(
  provider: TestProvider,
  name: string,
): TestCallback | undefined {
  const id = testMessageId(provider.run, provider.adapter.manifest.id, name);
  const callback = toCallback(JSON.stringify({ 'tributary-verify': id }), provider);
  return callback?.record.event['detail-type'] === 'callback.quarantined' ? callback : undefined;
}

function toCallback(json: string, { adapter, run }: TestProvider): TestCallback | undefined {
  const { codec, manifest } = adapter;
  const body = Buffer.from(codec.encode(json));
  const headers = { 'content-type': codec.contentType };
  const receipt = { provider: manifest.id, receivedAt: run.startedAt.toISOString() };
  const { records } = toCallbackRecords(
    decodeBody({ body, headers }, codec),
    { body, headers },
    adapter,
    receipt,
    { channels: {} },
  );
  const [record, ...others] = records;
  if (record === undefined || others.length > 0) return undefined;
  return { body, contentType: codec.contentType, record };
}
