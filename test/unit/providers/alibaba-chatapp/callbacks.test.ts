import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import { createResultReader } from '../../../support/result-reader.ts';

const adapter = await loadProvider('alibaba-chatapp');
const { anyDraftOf, draftOf, unrecognizedOf } = createResultReader(adapter);

const inbound = (over: JsonObject = {}) => [
  {
    MessageId: '1000000000000001',
    From: '447700900123',
    To: '15550100001',
    Timestamp: 1795230245123,
    Type: 'TEXT',
    Message: 'Hello',
    ...over,
  },
];
const status = (over: JsonObject = {}) => [
  {
    MessageId: '2000000000000001',
    From: '15550100001',
    To: '447700900123',
    Timestamp: 1795230245000,
    Status: 'Delivered',
    ...over,
  },
];
const received = (over: JsonObject = {}) => draftOf('message.received', inbound(over));
const contentOf = (Type: JsonValue, Message: JsonValue) =>
  received({ Type, Message }).data.message.content;

describe('a message of a user', () => {
  it('has a number as id, and its time as text', () => {
    const draft = received({ MessageId: 1000000000000001, Timestamp: '1795230245123' });
    expect(draft.occurredAt).toBe('2026-11-21T03:04:05.123Z');
    expect(draft.data.message.id).toBe('1000000000000001');
  });

  it('has no time where no field says it', () => {
    expect(received({ Timestamp: null })).not.toHaveProperty('occurredAt');
    expect(received({ Timestamp: '', 'Timestamp ': 1795230245123 }).occurredAt).toBe(
      '2026-11-21T03:04:05.123Z',
    );
  });

  it('without an id is identified by its content', () => {
    const { id } = received({ MessageId: '' }).data.message;
    expect(id).toMatch(/^content:/);
    expect(received({ MessageId: null }).data.message.id).toBe(id);
  });

  it.each([
    ['TEXT', 'true', { kind: 'text', text: 'true' }],
    ['text', 7, { kind: 'text', text: '7' }],
    [null, 'Hello', { kind: 'text', text: 'Hello' }],
    ['REPLY', 'Confirm', { kind: 'button', text: 'Confirm' }],
    ['IMAGE', 'not JSON', { kind: 'unknown', providerType: 'IMAGE' }],
    ['IMAGE', '', { kind: 'unknown', providerType: 'IMAGE' }],
    [' Text ', 'Hello', { kind: 'text', text: 'Hello' }],
    ['STICKER', '', { kind: 'unknown', providerType: 'STICKER' }],
    ['VOICE', '{"url":"https://media.example/voice.ogg"}', { kind: 'audio', voice: true }],
    [
      'CONTACT',
      '{"name":{"formattedName":"Bob"}}',
      {
        kind: 'contacts',
        contacts: [{ name: { formatted: 'Bob' }, phones: [], emails: [], urls: [], addresses: [] }],
      },
    ],
  ])('of the type %s that says %j has its content', (type, message, content) => {
    expect(contentOf(type, message)).toEqual(content);
  });

  it.each(['IMAGE', 'VIDEO', 'STICKER', 'DOCUMENT', 'AUDIO', 'VOICE'])(
    'of the type %s has a file with its own name and id',
    (type) => {
      const file = { ID: '7', filename: 'a.bin', url: 'https://media.example/a.bin' };
      expect(received({ Type: type, Message: JSON.stringify(file) }).data.message.media).toEqual([
        expect.objectContaining({ providerMediaId: '7', filename: 'a.bin', url: file.url }),
      ]);
    },
  );

  it('has an id of WhatsApp in the place of the number', () => {
    const { user } = received({ From: 'GB.1A2', FromUserId: 'GB.1A2' }).data.message;
    expect(user).toEqual({ id: 'GB.1A2' });
  });

  it('is written to the number that the owner configured for the channel', () => {
    const channels = { 'cams-1': { channel: 'viber', phone: '15550100009' } } as const;
    const body = inbound({ To: '', CustSpaceId: 'cams-1' });
    const draft = draftOf('message.received', body, channels);
    expect(draft.channel).toBe('viber');
    expect(draft.data.message.business).toEqual({ phone: '15550100009' });
  });
});

describe('the business that a message was written to', () => {
  it.each([
    [{ To: '15550100001', WabaId: '1', CustSpaceId: 'cams-1' }, { phone: '15550100001' }],
    [{ To: '', WabaId: '1', CustSpaceId: 'cams-1' }, { id: '1' }],
    [{ To: '', CustSpaceId: 'cams-1' }, { id: 'cams-1' }],
    [{ To: '', CustSpaceId: 'toString' }, { id: 'toString' }],
  ])('of %j is %j', (over, business) => {
    expect(received(over).data.message.business).toEqual(business);
  });
});

describe('the status of a message', () => {
  it.each([
    [{ ErrorCode: 131026 }, [{ code: '131026' }]],
    [{ ErrorDescription: 'Late' }, [{ title: 'Late' }]],
    [{ StatusDescription: 'Late' }, [{ title: 'Late' }]],
    [{ Error: { title: 'Late', message: 'Other' } }, [{ title: 'Late' }]],
    [{ ErrorCode: '131026', ErrorDescription: '131026:Late' }, [{ code: '131026', title: 'Late' }]],
    [{ Error: { code: 7, message: 'Late' } }, [{ code: '7', title: 'Late' }]],
    [{ Error: 'Late' }, [{ title: 'Late' }]],
    [{}, []],
  ])('with %j has the errors %j', (over, errors) => {
    const { data } = draftOf('message.status.updated', status({ Status: 'Failed', ...over }));
    expect(data.errors).toEqual(errors);
  });

  it('is of the account and of the business, in either of two fields', () => {
    const of = (over: JsonObject) => draftOf('message.status.updated', status(over));
    expect(of({ CustSpaceId: 'cams-1', WabaId: '7' }).account).toEqual({
      channelId: 'cams-1',
      wabaId: '7',
    });
    expect(of({ From: '', OriginPhoneNumber: '15550100002' }).data.business).toEqual({
      phone: '15550100002',
    });
  });

  it('has no error of a message that was sent', () => {
    const body = status({ Status: 'sent', Error: '131026', StatusDescription: 'Sent' });
    expect(draftOf('message.status.updated', body).data.errors).toEqual([]);
  });
});

describe('an item that does not name what it is', () => {
  it.each([
    [inbound({ Message: null }), 'message.received'],
    [status({ MsgFrameType: 'message' }), 'message.status.updated'],
    [[{ WabaId: '1', TemplateCode: '2', AuditStatus: 'pass' }], 'template.status.updated'],
  ])('%j is a %s', (body, type) => {
    expect(anyDraftOf(body).type).toBe(type);
  });

  it('is quarantined when it is anything else', () => {
    expect(unrecognizedOf([{ WabaId: '1' }])).toMatchObject({ reason: 'unknown_provider_event' });
  });
});

describe('what an audit says', () => {
  const template = { TemplateCode: '1', TemplateName: 'hello' };
  const phone = { PhoneNumber: '15550100001', Reason: 'Name' };

  it.each([
    ['template', template, 'pass'],
    ['templateCategoryUpdate', template, 'paused'],
    ['templateQualityUpdate', template, 'paused'],
    ['phoneNameUpdate', phone, 'paused'],
    ['wabaReviewUpdate', { WabaId: '1' }, 'paused'],
    ['wabaAccountUpdate', { WabaId: '1' }, 'paused'],
  ])('of the type %s about %j is %s, or the only word that there is', (Type, about, word) => {
    const currentOf = (words: JsonObject) => {
      const { data } = anyDraftOf([{ Type, ...about, ...words }]);
      return 'current' in data ? data.current : undefined;
    };
    expect(currentOf({ AuditStatus: 'pass', Status: 'paused' })).toBe(word);
    expect(currentOf({ AuditStatus: 'pass' })).toBe('pass');
    expect(currentOf({ Status: 'paused' })).toBe('paused');
    expect(unrecognizedOf([{ Type, ...about }])).toMatchObject({ problem: 'expected text' });
  });

  it('names the template, and the reason for a phone number', () => {
    const update = { Type: 'template', ...template, AuditStatus: 'pass' };
    expect(draftOf('template.status.updated', [update]).data.template).toEqual({
      id: '1',
      name: 'hello',
    });
    const { data } = draftOf('phone.updated', [{ Type: 'phoneNameUpdate', ...phone, Status: 'x' }]);
    expect(data.reason).toBe('Name');
  });
});

describe('the quality of a phone number', () => {
  it.each([
    ['RED', 'RED'],
    ['red', 'red'],
    ['RED_FLAGGED', undefined],
    ['FLAGGED_RED', undefined],
    ['FLAGGED', undefined],
  ])('%s is rated %s', (Status, rating) => {
    const body = [{ Type: 'phoneQualityUpdate', PhoneNumber: '15550100001', Status }];
    const { data } = draftOf('phone.updated', body);
    expect(data.current).toBe(Status);
    expect(data.rating).toBe(rating);
  });
});
