import { describe, expect, it } from 'vitest';
import { messageStatus } from '../../../shared/contract/message-events.ts';
import {
  type StatusWords,
  toMessageStatus,
} from '../../../shared/provider/values/message-status.ts';

describe('a message status', () => {
  it.each(messageStatus.options)('may be %s', (word) => {
    expect(toMessageStatus(word)).toEqual({ status: word });
  });

  it('has the word of the provider beside it where that differs', () => {
    expect(toMessageStatus('FAILED')).toEqual({ status: 'failed', providerStatus: 'FAILED' });
  });

  it.each([
    ['queued', 'created'],
    ['undelivered', 'failed'],
    ['canceled', 'deleted'],
    ['SEEN', 'read'],
  ])('may be in the word %s, which is %s', (word, status) => {
    expect(toMessageStatus(word)).toEqual({ status, providerStatus: word });
  });

  it('may be in a word of the provider alone, which comes before the common ones', () => {
    const words: StatusWords = {
      '4': { status: 'read', because: '' },
      sent: { status: 'failed', because: '' },
    };
    expect(toMessageStatus('4', words)).toEqual({ status: 'read', providerStatus: '4' });
    expect(toMessageStatus('sent', words)).toEqual({ status: 'failed', providerStatus: 'sent' });
    expect(toMessageStatus('read', words)).toEqual({ status: 'read' });
  });

  it.each(['', 'mismatch', 'toString'])('is not %j', (word) => {
    expect(toMessageStatus(word)).toBeUndefined();
  });
});
