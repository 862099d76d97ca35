import { describe, expect, it } from 'vitest';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { thingKinds } from '../../../tools/console/api.ts';
import { createFileList } from '../../../tools/console/server/file-list.ts';
import { createThingList, summarizeThing } from '../../../tools/console/server/thing-list.ts';
import { readGoldenEvents } from '../../support/golden-events.ts';

const events = readGoldenEvents();
const all = { text: '', kind: '', skip: 0, limit: 1000 };

/** A status of a template, as the gateway publishes it. */
function templateStatus(current: string, occurredAt: string): TributaryEvent {
  return toEventRecord(
    {
      type: 'template.status.updated',
      providerEvent: 'message_template_status_update',
      occurredAt,
      data: { template: { id: '300000000000001', name: 'offer', language: 'en_US' }, current },
      item: { current },
    },
    { provider: 'meta', receivedAt: '2026-02-01T00:00:00.000Z' },
  ).event;
}

describe('accounts, phone numbers and templates', () => {
  it('have the newest value of each aspect, whatever the order of arrival', () => {
    const approved = templateStatus('APPROVED', '2026-01-01T00:00:00.000Z');
    const paused = templateStatus('PAUSED', '2026-01-02T00:00:00.000Z');
    for (const order of [
      [approved, paused],
      [paused, approved],
    ]) {
      const list = createThingList();
      for (const event of order) list.add(event);
      const { things } = list.search(all);
      expect(things).toEqual([
        {
          kind: 'template',
          provider: 'meta',
          id: '300000000000001',
          name: 'offer · en_US',
          states: { status: 'PAUSED' },
          lastAt: '2026-01-02T00:00:00.000Z',
        },
      ]);
      const named = { kind: 'template', provider: 'meta', id: '300000000000001' } as const;
      expect(summarizeThing(named, order)).toEqual(things[0]);
    }
  });

  it('are found by their names and kinds, in pages', () => {
    const list = createThingList();
    for (const event of events) list.add(event);
    const { things } = list.search(all);
    expect(new Set(things.map(({ kind }) => kind))).toEqual(new Set(thingKinds));
    for (const kind of thingKinds)
      expect(list.search({ ...all, kind }).things.every((each) => each.kind === kind)).toBe(true);
    const [first] = things;
    expect(list.search({ ...all, text: first?.id.toUpperCase() ?? '' }).things).toContainEqual(
      first,
    );
    expect(list.search({ ...all, limit: 1 })).toMatchObject({ hasMore: true });
    expect(list.search({ ...all, skip: 1, limit: 1 }).things).toEqual([things[1]]);
  });

  it('are left out when an event does not name them', () => {
    const list = createThingList();
    const named = templateStatus('APPROVED', '2026-01-01T00:00:00.000Z');
    const unnamed = structuredClone(named) as TributaryEvent & {
      readonly detail: { readonly data: { template: object } };
    };
    unnamed.detail.data.template = {};
    list.add(unnamed);
    expect(list.search(all).things).toEqual([]);
  });

  it('make room for others', () => {
    const list = createThingList(1);
    for (const event of events) list.add(event);
    expect(list.search(all).things).toHaveLength(1);
  });
});

describe('messages with files', () => {
  it('are listed with the newest first, and those that failed apart', () => {
    const list = createFileList();
    for (const event of events) list.add(event);
    const newest = list.newest(1000);
    expect(newest.length).toBeGreaterThan(20);
    expect(new Set(newest).size).toBe(newest.length);
    expect(list.newest(3)).toEqual(newest.slice(0, 3));
    expect(list.failed(10)).toEqual([]);
  });
});
