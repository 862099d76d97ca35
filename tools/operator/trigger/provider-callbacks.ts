import { toEventRecords } from '../../../functions/callback/to-event-records.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { isGeneric } from '../../../shared/provider/generic-provider.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import {
  type CallbackFixture,
  listCallbackFixtures,
  readCallbackFixture,
} from '../../emulator-client/callback-fixtures.ts';
import { markPayload, type Renewal, renewPayload } from './renew-payload.ts';

/** A callback that can be sent, and the event records that the gateway makes of it. */
export interface ProviderCallback {
  /** Name of its fixture. */
  readonly name: string;
  readonly fixture: CallbackFixture;
  readonly records: readonly EventRecord[];
}

/** Every callback of a provider that gives events: of its fixtures, or any body for a generic provider. */
export async function readCallbacks(
  adapter: ProviderAdapter,
  now: Date,
): Promise<readonly ProviderCallback[]> {
  if (isGeneric(adapter)) return [anyCallback(adapter, now)];
  const names = await listCallbackFixtures(adapter.manifest.id);
  const callbacks = names.map(async (name) => {
    const fixture = await readCallbackFixture(name);
    return { name, fixture, records: readRecords(adapter, fixture.body, now) };
  });
  return (await Promise.all(callbacks)).filter(({ records }) => records.length > 0);
}

function anyCallback(adapter: ProviderAdapter, now: Date): ProviderCallback {
  const body = JSON.stringify({ text: 'Test callback of tributary trigger.' });
  const provider = adapter.manifest.id;
  return {
    name: `${provider}/any`,
    fixture: { bytes: Buffer.from(body), body, isDecoded: true, provider },
    records: readRecords(adapter, body, now),
  };
}

/** @returns nothing for a body that is not JSON */
function readRecords(adapter: ProviderAdapter, body: string, now: Date): readonly EventRecord[] {
  const receipt = { provider: adapter.manifest.id, receivedAt: now.toISOString() };
  try {
    return toEventRecords({ text: body, headers: {} }, adapter, receipt, { channels: {} }).records;
  } catch {
    return [];
  }
}

/** The same callback as a new one: its events are others, and of the same types. */
export function renewCallback(
  adapter: ProviderAdapter,
  callback: ProviderCallback,
  renewal: Renewal,
): ProviderCallback {
  const body = renewPayload(callback.fixture.body, callback.records, renewal);
  const renewed = withBody(adapter, callback, body, renewal.now);
  if (!hasSameEvents(callback, renewed)) return renewed;
  const marked = markPayload(body, renewal);
  return withBody(adapter, callback, marked, renewal.now);
}

/** A callback with another body. */
export function withBody(
  adapter: ProviderAdapter,
  { name, fixture }: ProviderCallback,
  body: string,
  now: Date,
): ProviderCallback {
  return {
    name,
    fixture: { ...fixture, bytes: Buffer.from(body), body },
    records: readRecords(adapter, body, now),
  };
}

/** Whether two callbacks have an event in common: the gateway would take the second one for a repetition. */
export function hasSameEvents(one: ProviderCallback, other: ProviderCallback): boolean {
  const ids = new Set(one.records.map(idOf));
  return other.records.some((record) => ids.has(idOf(record)));
}

function idOf({ event }: { readonly event: TributaryEvent }): string {
  return event.detail.metadata.id;
}
