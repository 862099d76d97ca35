import { expect, it } from 'vitest';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import { deriveGroupState } from '../../../shared/reader/group-state.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt } from '../../support/drafts.ts';

function groupEvent(at: string, data: Partial<EventDraft<'group.updated'>['data']>) {
  const draft: EventDraft<'group.updated'> = {
    type: 'group.updated',
    providerEvent: 'group_settings_update',
    occurredAt: at,
    data: { group: { id: 'g-1' }, aspect: 'settings', current: 'group_settings_update', ...data },
    item: data.requestId ?? null,
  };
  return toEventRecord(draft, receipt).event;
}

it('has the newest of each setting that could be set, whatever the order of events', () => {
  const made = groupEvent('2026-01-01T00:00:00.000Z', {
    group: { id: 'g-1', subject: 'Squash', description: 'On Tuesdays' },
  });
  const renamed = groupEvent('2026-01-02T00:00:00.000Z', {
    group: { id: 'g-1', subject: 'Squash and tea' },
    // Not every provider says of each setting whether it was set.
    settings: [{ name: 'subject' }],
  });
  const refused = groupEvent('2026-01-03T00:00:00.000Z', {
    group: { id: 'g-1', subject: 'Forbidden' },
    settings: [{ name: 'subject', successful: false }],
  });
  const state = deriveGroupState([refused, renamed, made]);
  expect(state?.group).toEqual({
    id: 'g-1',
    subject: 'Squash and tea',
    description: 'On Tuesdays',
  });
  expect(state?.history).toHaveLength(3);
});

it('is not known without events', () => {
  expect(deriveGroupState([])).toBeUndefined();
});
