import { describe, expect, it } from 'vitest';
import { messageStatus } from '../../../shared/contract/message-events.ts';
import { toMessageStatus } from '../../../shared/provider/values/message-status.ts';

describe('a message status', () => {
  it.each(messageStatus.options)('%s is a word of the contract', (word) => {
    expect(toMessageStatus(word)).toEqual({ status: word });
  });

  it('keeps the word of the provider where it differs', () => {
    expect(toMessageStatus('FAILED')).toEqual({ status: 'failed', providerStatus: 'FAILED' });
  });

  it.each(['', 'enqueued', 'toString'])('%j is none', (word) => {
    expect(toMessageStatus(word)).toBeUndefined();
  });
});
