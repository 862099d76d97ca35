import { expect, it } from 'vitest';
import { whyNothing } from '../../../tools/console/page/conversations/why-nothing.ts';

const nothing = { text: '', day: '', scope: '' };
const deployed = { isOnEmulator: false, listsByDay: true };
const none = { scopes: [] };
const known = { scopes: ['rcs#15550100002', 'whatsapp#15550100001', 'whatsapp#15550100002'] };

it('asks for the business as long as nothing is known and nothing is sought', () => {
  expect(whyNothing(nothing, none, deployed)).toMatch(/^Enter the number of a business: /);
  expect(whyNothing(nothing, known, deployed)).toMatch(/^Enter the number of a business: /);
});

it('says where a search has looked, and asks for the business only where none is known', () => {
  const sought = { ...nothing, text: '447700900999' };
  expect(whyNothing(sought, known, deployed)).toMatch(
    /^No conversation matches\. The search has looked at the businesses 15550100002, 15550100001\./,
  );
  expect(whyNothing({ ...sought, scope: 'whatsapp#15550100003' }, none, deployed)).toMatch(
    /^No conversation matches\. The search has looked at the business 15550100003\./,
  );
  expect(whyNothing(sought, none, deployed)).toMatch(/ Enter the number of a business: /);
});

it('says of more businesses than a search looks at which it has left out', () => {
  const note = 'The search has looked at 10 of 14 businesses.';
  const sought = { ...nothing, text: '447700900999' };
  const why = whyNothing(sought, { ...known, note }, deployed);
  expect(why).toContain(note);
  expect(why).not.toContain('15550100001');
});

it('names the setting without which a deployed gateway has no list', () => {
  const scope = 'whatsapp#15550100001';
  const withoutList = { ...deployed, listsByDay: false };
  expect(whyNothing({ ...nothing, scope }, known, withoutList)).toContain('conversationList');
  expect(whyNothing({ ...nothing, scope }, known, deployed)).toBe('No conversation matches.');
});

it('says that an emulator has no messages only when nothing is sought', () => {
  const emulator = { isOnEmulator: true, listsByDay: false };
  expect(whyNothing(nothing, none, emulator)).toBe('No messages yet.');
  expect(whyNothing({ ...nothing, day: '2026-01-02' }, none, emulator)).toBe(
    'No conversation matches.',
  );
});
