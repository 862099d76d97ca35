import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../../shared/json.ts';
import { draftOf, messageCreated, messageOf, messageSent, unrecognizedOf } from './callbacks.ts';

describe('the time of a console message', () => {
  it.each([
    ['2026-04-07T12:02:55.000000Z', '2026-04-07T12:02:55.000Z'],
    ['', '2026-04-07T12:02:56.000Z'],
  ])('created at %j is %s: without it, that of the last change', (created_at, occurredAt) => {
    const updated_at = '2026-04-07T12:02:56.000000Z';
    expect(draftOf(messageCreated({ created_at, updated_at })).occurredAt).toBe(occurredAt);
  });
});

describe('the id of a console message', () => {
  it("is WhatsApp's, with the console's beside it", () => {
    expect(messageOf(messageCreated())).toMatchObject({
      id: 'wamid.A',
      providerMessageId: '260700000076',
    });
  });

  it.each(['', '0b1c2d3e-4f50-4172-8394-000000000014'])(
    "is the console's where channel_msg_id is %j",
    (id) => {
      const message = messageOf(messageCreated({ channel_msg_id: id }));
      expect(message.id).toBe('260700000076');
      expect(message).not.toHaveProperty('providerMessageId');
    },
  );

  it('keeps every digit', () => {
    const text = JSON.stringify(messageCreated({ channel_msg_id: '' }));
    const body = parseJson(text.replace('260700000076', '9007199254740993'));
    expect(messageOf(body).id).toBe('9007199254740993');
  });

  it('must be there', () => {
    const body = messageCreated({ id: null, channel_msg_id: '' });
    expect(unrecognizedOf(body).path).toBe('$.message.id');
    expect(messageOf(messageCreated({ id: null })).id).toBe('wamid.A');
  });
});

describe('the status of a console message', () => {
  it.each([
    [0, 'created'],
    [1, 'sent'],
    [2, 'failed'],
    ['3', 'delivered'],
    [4, 'read'],
  ])('follows from its number %j when the business sent the message', (channel_status, status) => {
    expect(messageOf(messageSent({ channel_status })).status).toBe(status);
  });

  it.each([9, null, 'on its way'])('is absent for %j', (channel_status) => {
    expect(messageOf(messageSent({ channel_status }))).not.toHaveProperty('status');
  });

  it('is absent when a user wrote the message', () => {
    expect(messageOf(messageCreated({ channel_status: 1 }))).not.toHaveProperty('status');
  });

  it('has the error beside it, with its code split off', () => {
    const failed = messageSent({ channel_status: 2, error: '131026: Message not delivered' });
    expect(messageOf(failed).errors).toEqual([{ code: '131026', title: 'Message not delivered' }]);
    expect(messageOf(messageSent())).not.toHaveProperty('errors');
  });
});

const contentOf = (fields: Parameters<typeof messageCreated>[0]) =>
  messageOf(messageCreated(fields)).content;

describe('the content of a console message', () => {
  it.each([
    [{ content: 'Hi' }, 'Hi'],
    ['{"content":"Hi"}', 'Hi'],
    ['Hi', 'Hi'],
    ['42', '42'],
    ['{not json', '{not json'],
  ])('may be an object, JSON as text, or bare text (%j)', (content, text) => {
    expect(contentOf({ content })).toEqual({ kind: 'text', text });
  });

  it.each([[null], ['']])('is unknown where it is missing (%j)', (content) => {
    expect(contentOf({ content })).toEqual({ kind: 'unknown', providerType: '101' });
  });

  it.each([[[]], [{}], [{ content: '' }]])('must hold the text (%j)', (content) => {
    expect(unrecognizedOf(messageCreated({ content })).path).toMatch(/^\$\.message\.content/);
  });

  it('is unknown for a new type', () => {
    expect(contentOf({ type: 106 })).toEqual({ kind: 'unknown', providerType: '106' });
    expect(contentOf({ type: null })).toEqual({ kind: 'unknown' });
  });
});

describe('a file of a console message', () => {
  const photo = 'https://media.example/photo.jpg';
  const thumbnail = 'https://media.example/thumbnail.jpg';
  const mediaOf = (type: number, content: Parameters<typeof messageCreated>[0]) =>
    messageOf(messageCreated({ type, content: content ?? null })).media;

  it('is the picture, with its snapshot only when that is another file', () => {
    const picture = { uuid: 'u-1', type: 'image/jpeg', size: 17189, url: photo };
    const content = { sourcePicture: picture, bigPicture: picture, snapshotPicture: picture };
    const item = { providerMediaId: 'u-1', mimeType: 'image/jpeg', sizeBytes: 17189 };
    expect(mediaOf(102, content)).toEqual([{ index: 0, role: 'content', url: photo, ...item }]);
    const other = { ...content, snapshotPicture: { ...picture, url: thumbnail } };
    expect(mediaOf(102, other)).toEqual([
      { index: 0, role: 'content', url: photo, ...item },
      { index: 1, role: 'thumbnail', url: thumbnail, ...item },
    ]);
  });

  it('is found under either of its two names', () => {
    expect(mediaOf(102, { sourcePath: photo })[0]?.url).toBe(photo);
    expect(mediaOf(103, { soundPath: photo })[0]?.url).toBe(photo);
    expect(mediaOf(105, { filePath: photo })[0]?.url).toBe(photo);
    expect(mediaOf(104, { videoUrl: photo, snapshotPath: thumbnail })[1]?.url).toBe(thumbnail);
  });

  it('has no link where the link cannot be downloaded', () => {
    expect(mediaOf(105, { fileName: 'a.pdf', sourceUrl: 'FILE-URL' })).toEqual([
      { index: 0, role: 'content', filename: 'a.pdf' },
    ]);
  });

  it('has a duration when it is audio or video', () => {
    expect(contentOf({ type: 103, content: { duration: '2' } })).toEqual({
      kind: 'audio',
      durationSeconds: 2,
    });
    expect(contentOf({ type: 104, content: { duration: 39.5 } })).toEqual({
      kind: 'video',
      durationSeconds: 39.5,
    });
  });
});
