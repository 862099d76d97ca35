import { describe, expect, it } from 'vitest';
import {
  parseMediaMessage,
  writeMediaMessage,
} from '../../../../functions/media-mirror/message/media-message.ts';
import { toStoredRecord } from '../../../../functions/media-mirror/message/mirror-message.ts';
import type { MediaMessage } from '../../../../functions/media-mirror/ports.ts';
import { isMessageEvent, type MessageEvent } from '../../../../shared/contract/event-kinds.ts';
import { hashUserNames } from '../../../../shared/media/media-object.ts';
import { goldenEvent, readGoldenEvents } from '../../../support/golden-events.ts';

const event = goldenEvent('message.received', ({ detail }) => detail.data.message.media.length > 0);
const { metadata, data } = event.detail;

/** An event with every id that a message and its user can have. */
const withAllIds: MessageEvent = {
  ...event,
  detail: {
    metadata,
    data: {
      message: {
        ...data.message,
        providerMessageId: 'message-1',
        user: { phone: '447700900123', id: 'GB.101', parentId: 'GB.ENT.101' },
      },
    },
  },
};

/** What the mirror stores of a file of a message. */
function toOutcome(message: MediaMessage): object {
  const [item] = message.data.message.media;
  if (item === undefined) throw new Error('the message has no file');
  const file = { key: 'key', sizeBytes: 1, sha256: '0'.repeat(64), contentType: 'image/png' };
  const storedAt = new Date('2026-11-21T08:00:00.000Z');
  const record = toStoredRecord({ message, item }, { kind: 'stored', ...file }, 'media', storedAt);
  return { record, hashes: hashUserNames(message.data.message.user, 'key') };
}

describe('a message in the queue', () => {
  it('is read as an operator has sent it again', () => {
    const message = parseMediaMessage(writeMediaMessage(event));
    expect(message).toMatchObject({ metadata: { id: metadata.id, provider: metadata.provider } });
    expect(message?.data.message.media).toEqual(data.message.media);
    expect(message?.retriedFiles).toBeUndefined();
  });

  it('is read with all that the outcome of a file takes over from it, and with every name of its user', () => {
    const messages = readGoldenEvents().filter(isMessageEvent);
    const withFiles = messages.filter(({ detail }) => detail.data.message.media.length > 0);
    for (const each of [...withFiles, withAllIds]) {
      const read = parseMediaMessage(writeMediaMessage(each));
      if (read === undefined) throw new Error(`${each.detail.metadata.id} is not read`);
      expect(toOutcome(read)).toEqual(toOutcome(each.detail));
    }
  });

  it('says which files are fetched again, whatever became of them', () => {
    const retriedFiles = [
      { index: 0, afterAttempt: 3 },
      { index: 1, afterAttempt: 0, copy: 2, url: 'https://files.example/a' },
    ];
    expect(parseMediaMessage(writeMediaMessage(event, retriedFiles))?.retriedFiles).toEqual(
      retriedFiles,
    );
  });

  it.each([
    [{ index: 0 }],
    [{ index: -1, afterAttempt: 0 }],
    [{ index: 0, afterAttempt: 0, copy: 1 }],
    ['all'],
  ])('is not read when it says that with %j', (retried) => {
    const body = { ...JSON.parse(writeMediaMessage(event)), retriedFiles: [retried] };
    expect(parseMediaMessage(JSON.stringify(body))).toBeUndefined();
  });
});
