import { describe, expect, it } from 'vitest';
import { callback, messagesValue, resultsOf, textFrom, unrecognizedOf } from './callbacks.ts';

describe('a field without an event', () => {
  it.each([
    ['flows', { event: 'FLOW_STATUS_CHANGE', flow_id: '900000000000001' }],
    ['message_template_components_update', { message_template_id: 1 }],
    ['partner_solutions', { solution_id: '900000000000002' }],
    ['a_field_of_tomorrow', 'text'],
    ['a_field_of_tomorrow', null],
  ])('is unmapped when it holds nothing that a person sent: %s', (field, value) => {
    expect(resultsOf(callback(field, value))).toEqual([{ kind: 'unmapped', providerEvent: field }]);
  });

  const written = textFrom('447700900123', 'wamid.A');

  it.each([
    ['a_field_of_tomorrow', { threads: [{ id: '447700900123', messages: [written] }] }],
    ['a_field_of_tomorrow', messagesValue({ message_echoes: [written] })],
    ['a_field_of_tomorrow', { from_user_id: 'GB.1', type: 'text' }],
  ])('is quarantined when it holds a message: %s', (field, value) => {
    expect(unrecognizedOf(callback(field, value))).toMatchObject({
      reason: 'unknown_provider_event',
      providerEvent: field,
      path: '$.entry[0].changes[0].value',
    });
  });

  it('is quarantined once, however many messages it holds', () => {
    const threads = [{ messages: [written, written] }, { messages: [written] }];
    expect(resultsOf(callback('a_field_of_tomorrow', { threads }))).toHaveLength(1);
  });
});

describe('an envelope that is not Meta’s', () => {
  it.each([
    [null, 'not_an_object', undefined],
    [{ object: 'page', entry: [] }, 'unknown_provider_event', '$.object'],
    [{ object: 'whatsapp_business_account' }, 'invalid_shape', '$.entry'],
    [{ entry: [] }, 'invalid_shape', '$.entry'],
    [{ entry: ['x'] }, 'invalid_shape', '$.entry[0]'],
    [{ entry: [{ id: '1' }] }, 'unknown_provider_event', '$.entry[0].changes[0].field'],
    [
      { entry: [{ id: '1', changes: ['x'] }] },
      'unknown_provider_event',
      '$.entry[0].changes[0].field',
    ],
  ])('is quarantined: %j', (body, reason, path) => {
    const unrecognized = unrecognizedOf(body);
    expect([unrecognized.reason, unrecognized.path]).toEqual([reason, path]);
  });
});
