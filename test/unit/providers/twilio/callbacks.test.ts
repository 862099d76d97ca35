import { describe, expect, it } from 'vitest';
import { loadProvider } from '../../../../functions/providers/load-provider.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { createResultReader } from '../../../support/result-reader.ts';

const { draftOf, unrecognizedOf } = createResultReader(await loadProvider('twilio'));

const message = (over: JsonObject = {}): JsonObject => ({
  MessageSid: 'SM1',
  From: 'whatsapp:+447700900123',
  To: 'whatsapp:+15550100001',
  Body: 'Hello',
  ...over,
});
const status = (over: JsonObject = {}): JsonObject => ({
  MessageSid: 'SM2',
  From: 'whatsapp:+15550100001',
  To: 'whatsapp:+447700900123',
  MessageStatus: 'delivered',
  ...over,
});
const received = (over: JsonObject) => draftOf('message.received', message(over));
const updated = (over: JsonObject) => draftOf('message.status.updated', status(over));

describe('the address of a user', () => {
  it.each([
    ['+447700900123', 'sms', { phone: '447700900123' }],
    // A plus that the form did not encode is a space.
    [' 447700900123', 'sms', { phone: '447700900123' }],
    ['60123', 'sms', { id: '60123' }],
    ['12345678', 'sms', { id: '12345678' }],
    ['447700900', 'sms', { phone: '447700900' }],
    ['MYSHOP', 'sms', { id: 'MYSHOP' }],
    ['mms:+447700900123', 'sms', { phone: '447700900123' }],
    ['WhatsApp:447700900123', 'whatsapp', { phone: '447700900123' }],
    ['rcs:+447700900123', 'rcs', { phone: '447700900123' }],
    ['messenger:100000000001', 'messenger', { id: '100000000001' }],
    ['instagram:17841400000000001', 'instagram', { id: '17841400000000001' }],
    ['viber:+447700900123', 'viber', { phone: '447700900123' }],
  ])('%s is of the channel %s', (From, channel, user) => {
    const draft = received({ From, To: '+15550100001' });
    expect(draft.channel).toBe(channel);
    expect(draft.data.message.user).toEqual(user);
  });

  it('without a channel of the contract keeps its word', () => {
    expect(received({ From: 'pigeon:ada' })).toMatchObject({ providerChannel: 'pigeon' });
  });

  it.each([undefined, null, '', 'whatsapp:'])('%s does not name a user', (From = null) => {
    expect(unrecognizedOf(message({ From }))).toMatchObject({ path: '$.From' });
  });

  it('must be there for the business, too', () => {
    expect(unrecognizedOf(message({ To: '' }))).toMatchObject({ path: '$.To' });
  });

  it('stands for the phone number that is absent', () => {
    const user = { From: 'whatsapp:GB.13491208655302741918', WaId: 'GB.13491208655302741918' };
    expect(received(user).data.message.user).toEqual({ id: 'GB.13491208655302741918' });
    expect(received({ From: '', ExternalUserId: 'whatsapp:GB.1A2' }).data.message.user).toEqual({
      id: 'GB.1A2',
    });
  });

  it.each(['+44770090XXXX', '+44770090xxxx', '44770090****'])(
    'is kept masked where nothing else names the user: %s',
    (masked) => {
      const { user } = received({ From: `whatsapp:${masked}` }).data.message;
      expect(user).toEqual({ id: masked });
    },
  );
});

describe('the files of a message', () => {
  it('are all of them, in the order of their numbers', () => {
    const numbers = [10, 2, 0, 1, 3, 4, 5, 6, 7, 8, 9];
    const files = numbers.map((number) => [`MediaUrl${number}`, `https://media.example/${number}`]);
    const { content, media } = received(Object.fromEntries(files)).data.message;
    expect(content).toEqual({ kind: 'document' });
    expect(media.map(({ url }) => url)).toEqual(
      numbers.toSorted((one, other) => one - other).map((n) => `https://media.example/${n}`),
    );
    expect(media.map(({ caption }) => caption)).toEqual(['Hello', ...Array(10).fill(undefined)]);
  });

  it('include one that has lost its link', () => {
    const { content, media } = received({ NumMedia: '1', MediaContentType0: 'image/png' }).data
      .message;
    expect(content).toEqual({ kind: 'image' });
    expect(media).toEqual([{ index: 0, role: 'content', mimeType: 'image/png', caption: 'Hello' }]);
  });

  it('include the card of a contact', () => {
    const card = { MediaUrl0: 'https://media.example/card', MediaContentType0: 'text/vcard' };
    expect(received({ ...card, MessageType: 'contacts' }).data.message.content).toEqual({
      kind: 'document',
    });
  });
});

describe('the content of a message', () => {
  it.each([
    ['a place with half of its coordinates', { Body: '', Latitude: '1', MessageType: 'location' }],
    ['nothing', { Body: '', MessageType: 'location' }],
  ])('is unknown with %s', (_what, over) => {
    expect(received(over).data.message.content).toEqual({
      kind: 'unknown',
      providerType: 'location',
    });
  });

  it('is a place at 0, 0', () => {
    expect(received({ Body: '', Latitude: '0', Longitude: 0 }).data.message.content).toEqual({
      kind: 'location',
      latitude: 0,
      longitude: 0,
    });
  });

  it.each([
    [
      { Latitude: '1', Longitude: '2' },
      { kind: 'location', latitude: 1, longitude: 2, name: 'Hello' },
    ],
    [{ ButtonPayload: 'YES' }, { kind: 'button', text: 'Hello', payload: 'YES' }],
    [{ ListId: '1' }, { kind: 'list_reply', id: '1', title: 'Hello' }],
    [
      { ListTitle: 'One', ListDescription: 'First' },
      { kind: 'list_reply', title: 'One', description: 'First' },
    ],
    [
      { Body: '', ButtonText: 'Book', FlowData: '{}' },
      { kind: 'flow_reply', text: 'Book', responseJson: '{}' },
    ],
  ])('with %j has the text', (over, content) => {
    expect(received(over).data.message.content).toEqual(content);
  });

  it('is what the user entered, also beside the button that opened the form', () => {
    const InteractiveData = '{"day":"2026-12-01"}';
    const form = { kind: 'flow_reply', text: 'Hello', responseJson: InteractiveData };
    expect(received({ ButtonText: 'Book', InteractiveData }).data.message.content).toEqual(form);
    const FlowData = '{"day":"2026-12-02"}';
    const button = { ButtonText: 'Book', ButtonPayload: 'book' };
    expect(received({ ...button, FlowData }).data.message.content).toEqual({
      ...form,
      responseJson: FlowData,
    });
    expect(received({ ...button, InteractiveData }).data.message.content).toEqual({
      kind: 'button',
      text: 'Book',
      payload: 'book',
    });
  });

  it('is what the user entered in a flow', () => {
    const FlowData = '{"day":"2026-12-01"}';
    expect(received({ FlowData }).data.message.content).toEqual({
      kind: 'flow_reply',
      text: 'Hello',
      responseJson: FlowData,
    });
  });

  it('is a text where there is no message to react to', () => {
    expect(received({ MessageType: 'reaction', Body: '👍' }).data.message.content).toEqual({
      kind: 'text',
      text: '👍',
    });
  });
});

describe('the status of a message', () => {
  it.each([
    ['accepted', 'created'],
    ['scheduled', 'created'],
    ['sending', 'created'],
    ['Delivered', 'delivered'],
    ['canceled', 'deleted'],
    ['partially_delivered', 'sent'],
  ])('%s is %s', (MessageStatus, expected) => {
    expect(updated({ MessageStatus }).data).toMatchObject({
      status: expected,
      providerStatus: MessageStatus,
    });
  });

  it.each(['receiving', 'Received'])('%s is that of a message of a user', (SmsStatus) => {
    expect(received({ SmsStatus }).data.message.id).toBe('SM1');
  });

  it.each(['not_received', 'received_late'])('%s is a word that is not known', (MessageStatus) => {
    expect(unrecognizedOf(status({ MessageStatus }))).toMatchObject({ path: '$.MessageStatus' });
  });

  it('has no error where none is reported', () => {
    expect(updated({ MessageStatus: 'failed' }).data.errors).toEqual([]);
  });

  it('is the older field where there is no other', () => {
    const { data } = updated({
      MessageSid: '',
      SmsSid: 'SM3',
      MessageStatus: '',
      SmsStatus: 'sent',
    });
    expect(data).toMatchObject({ messageId: 'SM3', status: 'sent' });
  });

  it.each([
    [{ ErrorCode: '0' }, []],
    [{ ErrorCode: 30003 }, [{ code: '30003' }]],
    [{ ChannelStatusMessage: 'Blocked' }, [{ detail: 'Blocked' }]],
    [
      { ErrorCode: '63016', ErrorMessage: '63016: Too late' },
      [{ code: '63016', title: 'Too late' }],
    ],
  ])('%j has the errors %j', (over, errors) => {
    expect(updated({ MessageStatus: 'failed', ...over }).data.errors).toEqual(errors);
  });

  it('belongs to the channel that only one field names', () => {
    const addresses = { From: '106540352242922', To: '' };
    const draft = updated({ ...addresses, ChannelPrefix: 'messenger' });
    expect(draft.channel).toBe('messenger');
    expect(draft.data).toMatchObject({ business: { id: '106540352242922' } });
  });
});
