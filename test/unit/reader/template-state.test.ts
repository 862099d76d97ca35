import { expect, it } from 'vitest';
import { deriveTemplateState } from '../../../shared/reader/template-state.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { receipt } from '../../support/drafts.ts';

function statusEvent(current: string, occurredAt: string) {
  const data = { template: { id: '77' }, current };
  return toEventRecord(
    { type: 'template.status.updated', providerEvent: 'template', occurredAt, data, item: data },
    receipt,
  ).event;
}

it('the order of the events does not matter, even for changes at the same time', () => {
  const events = ['APPROVED', 'PAUSED', 'DISABLED'].map((current) =>
    statusEvent(current, '2026-01-02T03:04:05.000Z'),
  );
  const state = deriveTemplateState(events);
  expect(deriveTemplateState(events.toReversed())).toEqual(state);
  expect(state.history).toHaveLength(3);
});

it('the latest change is the state, whichever was stored last', () => {
  const events = [
    statusEvent('PAUSED', '2026-01-02T03:04:06.000Z'),
    statusEvent('APPROVED', '2026-01-02T03:04:05.000Z'),
  ];
  expect(deriveTemplateState(events).status).toBe('PAUSED');
});

it('a change with a time of the future is hidden by the next change', () => {
  const events = [
    statusEvent('REJECTED', '4821-12-26T15:59:59.000Z'),
    statusEvent('APPROVED', '2026-01-02T04:00:00.000Z'),
  ];
  expect(deriveTemplateState(events).status).toBe('APPROVED');
});
