import { describe, expect, it } from 'vitest';
import { callback, draftOf, unrecognizedOf } from './callbacks.ts';

const template = { templateId: '7', templateName: 'reminder', templateLanguage: 'en_GB' };

describe('a change of a template', () => {
  it.each(['whatsapp_template_status_updated', 'whatsapp_template_status_update'])(
    'of its status is reported by %s',
    (providerEvent) => {
      const body = { ...template, category: 'UTILITY', templateStatus: 'REJECTED', reason: 'SCAM' };
      const draft = draftOf('template.status.updated', callback(providerEvent, body));
      expect(draft.providerEvent).toBe(providerEvent);
      expect(draft.data).toEqual({
        template: { id: '7', name: 'reminder', language: 'en_GB', category: 'UTILITY' },
        current: 'REJECTED',
        reason: 'SCAM',
      });
    },
  );

  it.each([
    { previousCategory: 'UTILITY', newCategory: 'MARKETING' },
    { previous_category: 'UTILITY', new_category: 'MARKETING' },
    { previousCategory: 'UTILITY', category: 'MARKETING' },
  ])('of its category is read from %j', (change) => {
    const body = callback('template_category_update', { ...template, ...change });
    expect(draftOf('template.category.updated', body).data).toMatchObject({
      previous: 'UTILITY',
      current: 'MARKETING',
    });
  });

  it('of its category may have a reason', () => {
    const change = { newCategory: 'MARKETING', reason: 'Promotional' };
    const body = callback('template_category_update', { ...template, ...change });
    expect(draftOf('template.category.updated', body).data.reason).toBe('Promotional');
  });

  it.each([
    ['whatsapp_template_status_updated', template, '$.body.templateStatus'],
    ['whatsapp_template_status_updated', { templateStatus: 'PAUSED' }, '$.body.templateId'],
    ['message_template_quality_update', template, '$.body.newQualityScore'],
    ['template_category_update', template, '$.body.newCategory'],
  ])('by %s with %j is unrecognized', (providerEvent, body, path) => {
    expect(unrecognizedOf(callback(providerEvent, body))).toMatchObject({
      reason: 'invalid_shape',
      providerEvent,
      path,
    });
  });
});

describe('a change of a number', () => {
  it.each(['Unlimited', '0', 250])('has the limit %j as text', (messageLimit) => {
    const body = { displayPhoneNumber: '15550100001', event: 'UPGRADE', messageLimit };
    const providerEvent = 'whatsapp_phone_number_quality_update';
    expect(draftOf('phone.updated', callback(providerEvent, body)).data).toEqual({
      phone: { displayPhoneNumber: '15550100001' },
      aspect: 'quality',
      current: 'UPGRADE',
      limit: { current: String(messageLimit) },
    });
  });

  it('is about an id where the number is not a phone number', () => {
    const body = {
      displayPhoneNumber: 'PHONE-NUMBER',
      decision: 'DEFERRED',
      rejectionReason: null,
    };
    const providerEvent = 'whatsapp_phone_number_name_update';
    expect(draftOf('phone.updated', callback(providerEvent, body)).data).toEqual({
      phone: { id: 'PHONE-NUMBER' },
      aspect: 'name',
      current: 'DEFERRED',
    });
  });
});

describe('a review of an account', () => {
  const providerEvent = 'whatsapp_account_review_updated';

  it.each(['decision', 'reviewStatus', 'accountReviewStatus', 'status'])(
    'is read from %s',
    (field) => {
      const body = callback(providerEvent, { wabaId: '100000000000021', [field]: 'APPROVED' });
      expect(draftOf('account.updated', body).data).toEqual({
        account: { id: '100000000000021' },
        current: 'APPROVED',
      });
    },
  );

  it('is about the API account where the WhatsApp Business Account is not named', () => {
    const body = callback(providerEvent, { accountName: 'IW123456', decision: 'PENDING' });
    expect(draftOf('account.updated', body).data.account).toEqual({ name: 'IW123456' });
  });

  it.each([
    [{ wabaId: '100000000000021' }, '$.body.decision'],
    [{ decision: 'APPROVED' }, '$.body.wabaId'],
  ])('is unrecognized with %j', (body, path) => {
    expect(unrecognizedOf(callback(providerEvent, body))).toMatchObject({
      reason: 'invalid_shape',
      path,
    });
  });
});

describe('a callback of an unknown provider event', () => {
  it.each([
    [callback('whatsapp_call_ended', {}), 'whatsapp_call_ended'],
    [{ body: {} }, undefined],
    [{ type: 'Ada Example said hello' }, undefined],
    [{ type: ['whatsapp_mo_message_received'] }, undefined],
  ])('is quarantined, with its name only if that looks like one: %j', (body, providerEvent) => {
    expect(unrecognizedOf(body)).toMatchObject({
      reason: 'unknown_provider_event',
      path: '$.type',
      providerEvent,
    });
  });

  const sent = callback('chat_mt_message_notify', {});

  it.each([null, 'text', 1, [], [[sent]], [sent, sent]])(
    'is quarantined when it is not an object: %j',
    (body) => {
      expect(unrecognizedOf(body)).toMatchObject({ reason: 'not_an_object' });
    },
  );
});
