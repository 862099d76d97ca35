import { describe, expect, it } from 'vitest';
import { contentId } from '../../../shared/provider/content-id.ts';

describe('the id of a message that has none', () => {
  const known = { from: '15550100001', content: { kind: 'text', text: 'Hello' } };

  it('is the same whatever the order of fields and whatever is empty', () => {
    const { from } = known;
    const same = { to: '', content: { text: 'Hello', kind: 'text' }, wabaId: undefined, from };
    expect(contentId(same)).toBe(contentId(known));
    expect(contentId(known)).toMatch(/^content:[0-9a-f]{32}$/);
  });

  it('is another one for another content', () => {
    expect(contentId({ ...known, from: '15550100002' })).not.toBe(contentId(known));
  });
});
