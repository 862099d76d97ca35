import { describe, expect, it } from 'vitest';
import { draftOf, statusOf, statusWith, unrecognizedOf, userPhone, valueWith } from './values.ts';

describe('the status of a WhatsApp message', () => {
  it.each(['sent', 'delivered', 'read', 'played', 'failed', 'deleted'])('may be %s', (status) => {
    expect(statusOf(statusWith({ status }))).toEqual({
      messageId: 'wamid.OUT',
      status,
      business: { phone: '15550100001' },
      user: { phone: userPhone },
      errors: [],
    });
  });

  it('has the time and the account of its webhook', () => {
    expect(draftOf(valueWith({ statuses: [statusWith()] }))).toMatchObject({
      type: 'message.status.updated',
      providerEvent: 'messages',
      channel: 'whatsapp',
      account: { wabaId: '102290129340398', phoneNumberId: '200000000000031' },
      occurredAt: '2025-08-25T08:11:01.000Z',
    });
  });

  it('has the conversation, the price and the text that the sender attached', () => {
    const status = statusWith({
      conversation: { id: 'c-1', expiration_timestamp: '1756195861', origin: { type: 'utility' } },
      pricing: { billable: 'true', pricing_model: 'PMP', type: 'regular', category: 'utility' },
      biz_opaque_callback_data: 'order-17',
    });
    expect(statusOf(status)).toMatchObject({
      conversation: { id: 'c-1', type: 'utility', expiresAt: '2025-08-26T08:11:01.000Z' },
      pricing: { billable: true, model: 'PMP', type: 'regular', category: 'utility' },
      callbackData: 'order-17',
    });
  });

  it('has the reason of a failure', () => {
    const errors = [
      { code: 131026, title: 'Message not delivered', error_data: { details: 'Not reachable.' } },
      { code: 131049, message: 'Held back' },
    ];
    expect(statusOf(statusWith({ status: 'failed', errors })).errors).toEqual([
      { code: '131026', title: 'Message not delivered', detail: 'Not reachable.' },
      { code: '131049', title: 'Held back' },
    ]);
  });

  it('is about a user who hides the number', () => {
    const status = statusWith({ recipient_user_id: 'GB.1', recipient_parent_user_id: 'GB.ENT.1' });
    const contacts = [{ user_id: 'GB.1', profile: { username: 'ada.example' } }];
    expect(statusOf({ ...status, recipient_id: '' }, { contacts }).user).toEqual({
      id: 'GB.1',
      parentId: 'GB.ENT.1',
      username: 'ada.example',
    });
  });

  it('has no user when the callback names no recipient', () => {
    expect(statusOf({ ...statusWith(), recipient_id: null })).not.toHaveProperty('user');
  });

  it.each(['group', null])('is that of one member in a group (%j)', (recipient_type) => {
    const status = statusWith({
      recipient_id: 'g-1',
      recipient_type,
      recipient_participant_id: userPhone,
    });
    const data = statusOf(status);
    expect(data).toMatchObject({ groupId: 'g-1', participant: { phone: userPhone } });
    expect(data).not.toHaveProperty('user');
  });

  it('is that of a member who hides the number', () => {
    const status = statusWith({
      recipient_id: 'g-1',
      recipient_type: 'group',
      recipient_participant_user_id: 'GB.1',
    });
    expect(statusOf(status)).toMatchObject({ groupId: 'g-1', participant: { id: 'GB.1' } });
  });

  it("has WhatsApp's word beside it where that is written differently", () => {
    expect(statusOf(statusWith({ status: 'READ' }))).toMatchObject({
      status: 'read',
      providerStatus: 'READ',
    });
  });

  it.each([
    [{ status: 'teleported' }, '.status'],
    [{ status: null }, '.status'],
    [{ id: '' }, '.id'],
  ])('is unrecognized with %j', (fields, path) => {
    expect(unrecognizedOf(valueWith({ statuses: [statusWith(fields)] }))).toMatchObject({
      reason: 'invalid_shape',
      path: `$.entry[0].changes[0].value.statuses[0]${path}`,
    });
  });
});
