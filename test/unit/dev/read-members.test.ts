import { describe, expect, it } from 'vitest';
import { expandMember, parseMembers } from '../../../tools/dev/members/read-members.ts';

const file = `# A comment.

base: https://docs.example/
within: entry[].value

## messages, echoes — Text
source: messages/text as of 2026-09-11
source: https://other.example/page
read: 2026-11-28
text.body | the text | data.message.content.text
kind | kind of content | decides
product | always the same | unmapped: it says nothing
statuses[] | the status of a message | as status

## * — Every callback
source: envelope
read: 2026-11-28
within: the body
time | when | metadata.occurredAt, data.at

## flows — Forms
source: flows
read: 2026-11-28
unmapped: no message
event | what happened

## calls — A call
source: calls
read: 2026-11-28
id | the call | data.call.id`;

describe('the file of documented members', () => {
  const { sections } = parseMembers('parrot', file);
  const [text, envelope, forms] = sections;

  it('names provider events, a title, sources with the dates of their copies, and when they were read', () => {
    expect(text).toMatchObject({
      names: ['messages', 'echoes'],
      title: 'Text',
      sources: [
        { address: 'https://docs.example/messages/text', asOf: '2026-09-11' },
        { address: 'https://other.example/page' },
      ],
      readOn: '2026-11-28',
    });
  });

  it('says of each member what it is and what becomes of it', () => {
    expect(text?.rows.map(({ member, means, treatment }) => [member, means, treatment])).toEqual([
      ['text.body', 'the text', { kind: 'modelled', at: ['data.message.content.text'] }],
      ['kind', 'kind of content', { kind: 'decides' }],
      ['product', 'always the same', { kind: 'unmapped', reason: 'it says nothing' }],
    ]);
    expect(text?.shapes).toEqual([
      { member: 'statuses[]', means: 'the status of a message', shape: 'status' },
    ]);
  });

  it('may give one reason for all members of a section', () => {
    expect(forms?.rows[0]?.treatment).toEqual({ kind: 'unmapped', reason: 'no message' });
  });

  it('says within which member the others are, for all sections or for one', () => {
    expect(text?.within).toBe('entry[].value');
    expect(envelope?.within).toBe('');
  });
});

describe('a member of the file', () => {
  it('is found from the root of the callback', () => {
    expect(expandMember({ within: 'entry[].value' }, 'id')).toEqual(['entry[].value.id']);
    expect(expandMember({ within: 'items' }, '[].id')).toEqual(['items[].id']);
    expect(expandMember({ within: '' }, 'id')).toEqual(['id']);
  });

  it('may stand for several', () => {
    expect(expandMember({ within: '' }, '{image,video}.{id,url}')).toEqual([
      'image.id',
      'image.url',
      'video.id',
      'video.url',
    ]);
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['a section without a title', '## calls — A call', '## calls', 'a section begins with'],
    ['a section without a source', 'source: flows\n', '', 'a section needs `source: <address>`'],
    ['an address without a host', 'base: https://docs.example/', 'base: docs/', 'needs `source:'],
    ['a section without a date', 'read: 2026-11-28\nunmapped', 'unmapped', 'needs `read: <date>`'],
    ['a section without rows', '\nevent | what happened', '', 'a section needs rows'],
    ['an unknown setting', 'read: 2026-11-28', 'raed: 2026-11-28', 'nor a setting of a section'],
    ['an unknown setting of the file', 'base: https', 'bass: https', 'not a setting of a file'],
    ['a row that says not where', ' | decides', '', 'a row is `member | meaning'],
    ['a row with a path of no event', 'data.call.id', 'call.id', 'a row is `member | meaning'],
    ['a row with a column too many', 'the call |', 'the | call |', 'a row is `member | meaning'],
    [
      'members that are not settled',
      'id | the call',
      'todo: later\nid | the call',
      'nor a setting',
    ],
    ['a member that is not settled', 'data.call.id', 'todo', 'a row is `member | meaning'],
  ])('says what is wrong with %s, and where', (_what, before, after, problem) => {
    const broken = file.replace(before, after);
    expect(broken).not.toBe(file);
    expect(() => parseMembers('parrot', broken)).toThrow(problem);
    expect(() => parseMembers('parrot', broken)).toThrow(
      /^tools\/dev\/members\/parrot.txt, line \d+: /,
    );
  });
});
