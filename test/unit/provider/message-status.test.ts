import { describe, expect, it } from 'vitest';
import { messageStatus } from '../../../shared/contract/message-events.ts';
import { toMessageStatus } from '../../../shared/provider/values/message-status.ts';

describe('a message status', () => {
  it.each(messageStatus.options)('may be %s', (word) => {
    expect(toMessageStatus(word)).toEqual({ status: word });
  });

  it('has the word of the provider beside it where that differs', () => {
    expect(toMessageStatus('FAILED')).toEqual({ status: 'failed', providerStatus: 'FAILED' });
  });

  it.each(['', 'enqueued', 'toString'])('is not %j', (word) => {
    expect(toMessageStatus(word)).toBeUndefined();
  });
});
