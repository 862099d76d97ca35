import { describe, expect, it } from 'vitest';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import { createUserSearch } from '../../../tools/operator/erase/find-user.ts';
import { toBodyName } from '../../../tools/operator/erase/other-people.ts';
import { createReferences } from '../../../tools/operator/erase/references.ts';
import { openPayloadSearch } from '../../../tools/operator/erase/search-payloads.ts';
import { createNameMatcher } from '../../../tools/operator/erase/spelling/name-matcher.ts';
import { receipt, textMessage } from '../../support/drafts.ts';

const phone = '447700900123';
const business = { phone: '15550100001', id: 'US.99990000111122223333' };
const key = `quarantine/incs/${'a'.repeat(64)}.json`;

function search(body: string, decisions: object = {}) {
  return searchVersions([body], decisions);
}

/**
 * Searches a bucket with these versions of a quarantined body, beside a table with one message of the
 * business.
 */
async function searchVersions(bodies: readonly string[], decisions: object = {}) {
  const userSearch = createUserSearch({
    confirmed: new Set([phone]),
    rejected: new Set(),
    ...decisions,
  });
  const draft = textMessage({ id: 'wamid.B' });
  const message = { ...draft.data.message, business };
  userSearch.look({
    ...toEventRecord({ ...draft, data: { message } }, receipt),
    raw: () => undefined,
    alias: undefined,
  });
  const user = userSearch.found();
  const payloads = {
    pages: async function* () {
      yield bodies.map((_, index) => ({
        key,
        versionId: `${index}`,
        bytes: 1,
        modifiedAt: '2026-01-02T00:00:00.000Z',
        isLatest: index === 0,
      }));
    },
    read: async ({ versionId }: { readonly versionId?: string | undefined }) =>
      bodies[Number(versionId)],
  };
  const output = { print() {}, list() {}, entry() {}, document() {}, line() {}, progress() {} };
  const find = await openPayloadSearch(payloads, undefined, { output, now: () => new Date(0) });
  const { items } = await find(user, createReferences());
  return { items, open: user.bodies.open() };
}

describe('a quarantined body that names the user', () => {
  it.each([
    ['and no one else', `{"from":"${phone}"}`],
    ['in several spellings', `{"from":"+44 7700 900123","text":"07700 900123, 00${phone}"}`],
    ['and the business', `{"display_phone_number":"+1 555-010-0001","from":"${phone}"}`],
    ['and the id of the business', `{"to":"${business.id}","from":"${phone}"}`],
    [
      'and times',
      `{"from":"${phone}","at":1767225600,"ms":"1767225600000","on":"01.12.2026 10:30"}`,
    ],
  ])('%s is the user’s', async (_, body) => {
    expect(await search(body)).toEqual({ items: [key], open: [] });
  });

  it.each([
    ['the number of someone else', '"447700900999"', '447700900999'],
    ['a spelled number', '"+44 7700 900999"', '447700900999'],
    ['a number without its country', '"07700 900999"', '07700900999'],
    ['a number of nine digits', '"+30 694 0009"', '306940009'],
    ['an id', '"GB.99990000111122223333"', 'GB.99990000111122223333'],
    [
      'the message id of someone else',
      '"wamid.HBgMNDQ3NzAwOTAwNDU2FQIAEhgUMjUyQTI1NjY3REM3QzY1RkUwRTkA"',
      '447700900456',
    ],
  ])('and %s is a question', async (_, from, other) => {
    const body = `{"from":${from},"text":"call +${phone}"}`;
    expect(await search(body)).toEqual({ items: [], open: [{ name: key, others: [other] }] });
  });

  it('is a question when only one of its versions names someone else', async () => {
    const bodies = [`{"from":"447700900999","text":"${phone}"}`, `{"from":"${phone}"}`];
    const open = [{ name: key, others: ['447700900999'] }];
    expect((await searchVersions(bodies)).open).toEqual(open);
    expect((await searchVersions(bodies.toReversed())).open).toEqual(open);
  });

  it('is the user’s or not as the operator decides', async () => {
    const body = `{"from":"447700900999","text":"call +${phone}"}`;
    const mine = await search(body, { confirmedBodies: new Set([key]) });
    expect(mine).toEqual({ items: [key], open: [] });
    const others = await search(body, { rejectedBodies: new Set([key]) });
    expect(others).toEqual({ items: [], open: [] });
  });

  it('is the user’s when the operator says so, although its short id is not searched', async () => {
    const body = '{"user_id":"4711"}';
    const confirmed = new Set(['4711']);
    expect(await search(body, { confirmed })).toEqual({ items: [], open: [] });
    const partition = `quarantine#incs#${'a'.repeat(64)}`;
    const confirmedBodies = new Set([toBodyName(partition) ?? '']);
    expect(await search(body, { confirmed, confirmedBodies })).toEqual({ items: [key], open: [] });
  });
});

describe('a callback that no adapter has read', () => {
  const received = (text: string) => ({
    key: { pk: 'callback#acme#1', sk: 'received' },
    event: {
      'detail-type': 'callback.received',
      detail: { metadata: {}, data: {} },
    } as never,
    raw: () => text,
    alias: undefined,
  });
  const searchIn = (text: string) => {
    const userSearch = createUserSearch({ confirmed: new Set([phone]), rejected: new Set() });
    userSearch.look(received(text));
    const { partitions, bodies } = userSearch.found();
    return { partitions: [...partitions], open: bodies.open() };
  };

  it('is the user’s when it names no one else', () => {
    expect(searchIn(phone)).toEqual({ partitions: ['callback#acme#1'], open: [] });
  });

  it('is a question when it names someone else', () => {
    expect(searchIn(`from 447700900999: call +${phone}`)).toEqual({
      partitions: [],
      open: [{ name: 'callback#acme#1', others: ['447700900999'] }],
    });
  });
});

it('hashes, instants and ids of objects are not people', () => {
  const body = JSON.stringify({
    sha256: 'a1234567890b'.repeat(5),
    uuid: '0f3a1c2d-1234-8123-9123-1234567890ab',
    at: '2026-11-28T10:30:00.000Z',
  });
  expect([...createNameMatcher([phone]).peopleIn(body)]).toEqual([]);
});
