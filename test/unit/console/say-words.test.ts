import { describe, expect, it } from 'vitest';
import { channelName } from '../../../tools/console/page/conversations/channel-name.ts';
import { sayWords } from '../../../tools/console/page/say-words.ts';

describe('a word of a provider or of the contract', () => {
  it.each([
    ['invalid_shape', 'Invalid shape'],
    ['APPROVED', 'Approved'],
    ['PIN_CHANGED', 'PIN changed'],
    ['unsubscribe.created', 'Unsubscribe created'],
    ['SCHEDULE_FOR_DISABLE', 'To be disabled'],
    ['upgrade', 'Limit raised'],
    ['GREEN', 'High quality'],
    ['', ''],
  ])('%s is said as %j', (word, said) => {
    expect(sayWords(word)).toBe(said);
  });

  it.each([
    ['TIER_10K', '10,000 messages a day'],
    ['TIER_250', '250 messages a day'],
    ['TIER_UNLIMITED', 'Unlimited messages a day'],
    ['2000', '2,000 messages a day'],
    ['-1', 'Unlimited messages a day'],
    ['TIER_NOT_SET', 'Tier not set'],
  ])('the limit %s is said as %j', (word, said) => {
    expect(sayWords(word, 'messages a day')).toBe(said);
  });

  it.each(['constructor', '__proto__', 'toString'])('%s is a word like any other', (word) => {
    expect(typeof sayWords(word)).toBe('string');
    expect(channelName(word)).toBe(word);
  });
});
