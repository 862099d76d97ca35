import { describe, expect, it } from 'vitest';
import {
  parseMediaMessage,
  writeMediaMessage,
} from '../../../../functions/media-mirror/message/media-message.ts';
import { goldenEvent } from '../../../support/golden-events.ts';

const event = goldenEvent('message.received', ({ detail }) => detail.data.message.media.length > 0);
const { metadata, data } = event.detail;

describe('a message in the queue', () => {
  it('is read as an operator has sent it again', () => {
    const message = parseMediaMessage(writeMediaMessage(event));
    expect(message).toMatchObject({ metadata: { id: metadata.id, provider: metadata.provider } });
    expect(message?.data.message.media).toEqual(data.message.media);
    expect(message?.retriedFiles).toBeUndefined();
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
