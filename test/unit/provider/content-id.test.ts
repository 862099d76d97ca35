import { describe, expect, it } from 'vitest';
import { contentId } from '../../../shared/provider/content-id.ts';

describe('the id of a message without an id', () => {
  const known = { from: '15550100001', content: { kind: 'text', text: 'Hello' } };

  it('does not depend on the order of fields or on empty fields', () => {
    const { from } = known;
    const same = { to: '', content: { text: 'Hello', kind: 'text' }, wabaId: undefined, from };
    expect(contentId(same)).toBe(contentId(known));
    expect(contentId(known)).toMatch(/^content:[0-9a-f]{32}$/);
  });

  it('differs for different content', () => {
    expect(contentId({ ...known, from: '15550100002' })).not.toBe(contentId(known));
  });
});
