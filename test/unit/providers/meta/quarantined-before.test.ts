import { describe, expect, it } from 'vitest';
import { toEventRecords } from '../../../../functions/callback/to-event-records.ts';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import { readChanges } from '../../../../shared/cloud-api/changes.ts';
import { normalizeOtherField } from '../../../../shared/cloud-api/other-field.ts';
import { isQuarantineEvent } from '../../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../../shared/contract/index.ts';
import { parseStoredBody } from '../../../../shared/payloads/stored-body.ts';
import type { ProviderAdapter } from '../../../../shared/provider/provider-adapter.ts';
import type { EventRecord } from '../../../../shared/table/event-record.ts';
import { fixtureReceivedAt, readFixtures } from '../../../../tools/dev/fixtures.ts';
import { planRelease } from '../../../../tools/operator/replay/plan-replay.ts';

const meta = await loadProvider('meta');

/** The adapter before it had events for these fields: it quarantined what held messages. */
const metaBefore: ProviderAdapter = {
  ...meta,
  normalize: (body) =>
    readChanges(body).map((read) =>
      read.kind === 'read' ? normalizeOtherField(read.value) : read,
    ),
};

const receipt = { provider: 'meta', receivedAt: fixtureReceivedAt };

function received(text: string, adapter = meta): readonly EventRecord[] {
  return toEventRecords({ text, headers: {} }, adapter, receipt, { channels: {} }).records;
}

/** What a replay makes of the quarantined item, months later. */
function replayed({ key, event, payload }: EventRecord): readonly EventRecord[] {
  if (!isQuarantineEvent(event)) throw new Error('it was not quarantined');
  const record = { key, event: event as TributaryEvent<'callback.quarantined'> };
  const stored = parseStoredBody(payload?.content ?? '');
  const plan = planRelease(record, stored, { provider: meta, channels: {} }, 'run');
  expect(plan.outcome).toBe('recognized');
  return plan.records;
}

const ids = (records: readonly EventRecord[]) =>
  records.map(({ event }) => [event['detail-type'], event.detail.metadata.id]);

const fixtures = readFixtures('meta').filter(({ name }) =>
  ['standby.messages', 'standby.undocumented-flat-lists', 'history.messages', 'history.media'].some(
    (each) => name.startsWith(each),
  ),
);

describe.each(fixtures)('a callback that was quarantined before: $name', ({ payload }) => {
  it('replays into its events, with the ids that they have when they are received today', () => {
    const quarantined = received(payload, metaBefore);
    const today = received(payload);
    expect(quarantined).toHaveLength(1);
    expect(today.map(({ event }) => event['detail-type'])).not.toContain('callback.quarantined');
    expect(ids(quarantined.flatMap(replayed))).toEqual(ids(today));
  });

  it('replays with the same ids from a callback of several changes', () => {
    const body = JSON.parse(payload);
    const both = JSON.stringify({ ...body, entry: [...body.entry, ...body.entry] });
    for (const record of received(both, metaBefore)) {
      expect(ids(replayed(record))).toEqual(ids(received(payload)));
    }
  });
});

it('tries messages of other apps and of the history', () => {
  expect(fixtures.length).toBeGreaterThan(3);
});
