import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonValue } from '../../../../shared/json.ts';
import { onlyOne, toDraft, toUnrecognized } from '../../../support/result-reader.ts';

const provider = await loadProvider('360dialog');

const resultsOf = (body: JsonValue) => provider.normalize(body, { channels: {} });
const draftsOf = (body: JsonValue) => resultsOf(body).map((result) => toDraft(result, '360dialog'));

const metadata = { display_phone_number: '15550100001', phone_number_id: '200000000000201' };
const state_sync = [
  {
    type: 'contact',
    contact: { full_name: 'Ada Example', phone_number: '447700900123' },
    action: 'add',
    metadata: { timestamp: '1767323045' },
  },
];
const value = { messaging_product: 'whatsapp', metadata, state_sync };
const field = 'smb_app_state_sync';

const toPartner = { id: 'evt-1', event: field, data: { id: '100000000000201', ...value } };
const toNumber = {
  object: 'whatsapp_business_account',
  entry: [{ id: '100000000000201', changes: [{ field, value }] }],
};

describe('an event of the partner webhook', () => {
  it('in the form of the Cloud API is the event that the URL of the number gets', () => {
    expect(draftsOf(toPartner)).toEqual(draftsOf(toNumber));
  });

  it.each([
    ['JSON text', { ...toPartner, data: JSON.stringify(toPartner.data) }],
    ['a list of one', [{ ...toPartner, data: [toPartner.data] }]],
  ])('may have its data as %s', (_, body) => {
    expect(draftsOf(body)).toEqual(draftsOf(toNumber));
  });

  it('is not read where a callback has changes', () => {
    const body = { ...toNumber, event: 'account_violation' };
    expect(draftsOf(body)).toEqual(draftsOf(toNumber));
  });

  it('that is not known is unmapped, and quarantined where it holds a message', () => {
    const unknown = { id: 'evt-2', event: 'template_status_changed', data: { status: 'approved' } };
    expect(resultsOf(unknown)).toEqual([
      { kind: 'unmapped', providerEvent: 'template_status_changed' },
    ]);
    const message = { from: '447700900123', type: 'text', text: { body: 'Hello' } };
    const holding = { ...unknown, data: { new_list: [message] } };
    expect(toUnrecognized(onlyOne(resultsOf(holding))).reason).toBe('unknown_provider_event');
  });

  it('that says the same twice is one event, and two kinds of events about a number are two', () => {
    const about = (event: string, id: string) => ({
      id,
      event,
      data: { phone_number: '15550100001' },
    });
    const [restricted, again, violated] = [
      about('account_restriction', 'evt-3'),
      about('account_restriction', 'evt-4'),
      about('account_violation', 'evt-3'),
    ].map((body) => toDraft(onlyOne(resultsOf(body)), '360dialog').item);
    expect(again).toEqual(restricted);
    expect(violated).not.toEqual(restricted);
  });

  it('whose name is not text is quarantined', () => {
    expect(toUnrecognized(onlyOne(resultsOf({ event: { name: 'history' } }))).path).toBe('$.event');
  });
});

it('a message that stands twice in a callback is the same event twice', () => {
  const message = { from: '447700900123', id: 'wamid.1', timestamp: '1767323045', type: 'text' };
  const twice = { metadata, messages: [message, message] };
  const [first, second] = draftsOf({ entry: [{ changes: [{ field: 'messages', value: twice }] }] });
  expect(first?.data).toEqual(second?.data);
  expect(first?.data).toHaveProperty('message.id', 'wamid.1');
});
