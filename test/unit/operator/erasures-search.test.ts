import { describe, expect, it } from 'vitest';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import type { EventDraft } from '../../../shared/contract/draft.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { hashUserNames, mediaKey, toUserMetadata } from '../../../shared/media/media-object.ts';
import { createGenericProvider } from '../../../shared/provider/generic-provider.ts';
import { toEventItem } from '../../../shared/table/event-item.ts';
import { toEventRecord } from '../../../shared/table/to-event-record.ts';
import type { TableItem } from '../../../tools/operator/aws/dynamodb-events-table.ts';
import type {
  ObjectHeaders,
  ObjectVersion,
} from '../../../tools/operator/aws/s3-bucket-contents.ts';
import { ownerOfMessage, removeUser } from '../../../tools/operator/erase/dead-letters.ts';
import { createUserSearch } from '../../../tools/operator/erase/find-user.ts';
import { createReferences } from '../../../tools/operator/erase/references.ts';
import { searchFiles } from '../../../tools/operator/erase/search-files.ts';
import {
  openPayloadSearch,
  quarantinedPartition,
} from '../../../tools/operator/erase/search-payloads.ts';
import { createOutput } from '../../../tools/operator/output.ts';
import { readDeadLetter } from '../../../tools/operator/redrive/dead-letter-events.ts';
import { receipt, textMessage } from '../../support/drafts.ts';
import { createPorts, toRequest } from '../callback/callback-ports.ts';

const phone = '447700900123';
const other = '447700900999';
const national = '07700900123';
const sha256 = 'a'.repeat(64);
const key = { pk: 'message#incs#1', sk: 'message' };

/** A user in an empty table. */
function userOf(items: readonly TableItem[] = []) {
  const search = createUserSearch({ confirmed: new Set([phone]), rejected: new Set() });
  for (const item of items) search.look(item);
  return search.found();
}

function createContext() {
  const lines: string[] = [];
  let nowMs = 0;
  const now = () => {
    nowMs += 10;
    return new Date(nowMs);
  };
  const error = (line: string) => void lines.push(line);
  return { lines, output: createOutput({ out: () => {}, error }, false), now };
}

function version(key: string, fields: Partial<ObjectVersion> = {}): ObjectVersion {
  return { key, bytes: 1, modifiedAt: '2026-01-02T00:00:00.000Z', isLatest: true, ...fields };
}

async function* onePage(versions: readonly ObjectVersion[]) {
  yield versions;
}

/** A draft of a message of this user, with a picture if asked for. */
function messageOf(user: string, id: string, media: readonly { index: number }[] = []): EventDraft {
  const draft = textMessage({ id });
  const { message } = draft.data;
  const files = media.map(({ index }) => ({ index, role: 'content' as const }));
  return {
    ...draft,
    data: { message: { ...message, user: { phone: user }, media: files } },
  };
}

describe('the search of the payload bucket', () => {
  /** Searches a bucket with these contents. */
  async function search(contents: Readonly<Record<string, string>>, versions?: ObjectVersion[]) {
    const user = userOf();
    const references = createReferences();
    references.look({ key, event: undefined, payloadKey: 'raw/incs/known.json' });
    const payloads = {
      pages: () => onePage(versions ?? Object.keys(contents).map((key) => version(key))),
      read: async ({ key, versionId = '' }: Pick<ObjectVersion, 'key' | 'versionId'>) =>
        contents[key + versionId],
    };
    const find = await openPayloadSearch(payloads, undefined, createContext());
    return { ...(await find(user, references)), additions: user.additions.additions() };
  }

  it('finds items of every kind by what they say', async () => {
    const found = await search({
      [`quarantine/incs/${sha256}.json`]: `{"body":"{\\"from\\":\\"\\\\u0034${phone.slice(1)}\\"}"}`,
      [`unmapped/incs/typing/${sha256}.json`]: `{"from":"+44 7700 900123"}`,
      [`unmapped/meta/typing/${sha256}.json`]: `{"from":"+${other}"}`,
    });
    expect(found.items).toEqual([
      `quarantine/incs/${sha256}.json`,
      `unmapped/incs/typing/${sha256}.json`,
    ]);
  });

  it('finds raw JSON whose event record has expired, and leaves that of a record of another user', async () => {
    const found = await search({
      'raw/incs/expired.json': `{"from":"${phone}"}`,
      'raw/incs/known.json': `{"from":"${other}","text":"call ${phone}"}`,
    });
    expect(found).toMatchObject({ items: ['raw/incs/expired.json'], unreadRaw: 1 });
  });

  it('only counts what has the number without its country', async () => {
    const found = await search({ [`quarantine/incs/${sha256}.json`]: `{"from":"${national}"}` });
    expect(found.items).toEqual([]);
    expect(found.additions.get(national)).toMatchObject({ payloadObjects: 1 });
  });

  it('reads old versions, and those of objects that were deleted', async () => {
    const found = await search(
      { 'raw/incs/overwritten.json1': '{}', 'raw/incs/overwritten.json2': `{"from":"${phone}"}` },
      [
        version('raw/incs/overwritten.json', { versionId: '1' }),
        version('raw/incs/overwritten.json', { versionId: '2', isLatest: false }),
      ],
    );
    expect(found.items).toEqual(['raw/incs/overwritten.json']);
  });

  it('reports objects that the gateway did not write, and does not read them', async () => {
    const found = await search({ 'exports/AWSDynamoDB/1/data': phone });
    expect(found).toMatchObject({ items: [], foreign: ['exports/AWSDynamoDB/1/data'] });
  });

  it('finds dead letters of the user, and old versions of those that were published', async () => {
    const letter = JSON.stringify(streamRecord(phone, '1'));
    const found = await search(
      {
        'dead-letters/1.json': letter,
        'dead-letters/2.jsonold': letter,
        'dead-letters/3.json': JSON.stringify(streamRecord(other, '3')),
        'dead-letters/1.jsonold': letter,
        'dead-letters/4.jsonold': JSON.stringify({
          ...streamRecord(other, '4'),
          note: `about ${phone}`,
        }),
      },
      [
        version('dead-letters/1.json'),
        version('dead-letters/1.json', { versionId: 'old', isLatest: false }),
        version('dead-letters/4.json', { versionId: 'old', isLatest: false }),
        version('dead-letters/2.json', { versionId: 'old', isLatest: false }),
        version('dead-letters/3.json'),
      ],
    );
    expect([...found.deadLetters]).toEqual([['dead-letters/1.json', { kind: 'empty' }]]);
    // What an old version only mentions is published, and lives on in the event of the other user.
    expect(found.oldDeadLetters).toEqual(['dead-letters/2.json', 'dead-letters/4.json']);
  });

  it('finds the dead letter of an item of the user, which itself names no one', async () => {
    const item = `quarantine/incs/${sha256}.json`;
    const pk = { S: `quarantine#incs#${sha256}` };
    const detail = { metadata: { type: 'callback.quarantined', provider: 'incs' }, data: {} };
    const NewImage = { pk, sk: { S: 'item' }, detail: { S: JSON.stringify(detail) } };
    const letter = { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage } };
    const found = await search({
      'dead-letters/1.json': JSON.stringify(letter),
      [item]: `{"body":"{\\"from\\":\\"${phone}\\"}"}`,
    });
    expect(found.items).toEqual([item]);
    expect([...found.deadLetters.keys()]).toEqual(['dead-letters/1.json']);
  });

  /** A bucket with that number of objects, of which every hundredth mentions the user. */
  function bucketOf(objects: number) {
    let open = 0;
    const seen = { mostOpen: 0, reads: 0 };
    const toKey = (index: number) => `unmapped/incs/typing/${String(index).padStart(64, '0')}.json`;
    const payloads = {
      pages: () => onePage(Array.from({ length: objects }, (_, index) => version(toKey(index)))),
      read: async ({ key }: Pick<ObjectVersion, 'key'>) => {
        open += 1;
        seen.reads += 1;
        seen.mostOpen = Math.max(seen.mostOpen, open);
        await Promise.resolve();
        open -= 1;
        return /00\.json$/.test(key) ? `{"from":"+${phone}"}` : '{}';
      },
    };
    return { payloads, seen };
  }

  it('prints what it costs, then reads in parallel and prints its progress', async () => {
    const { payloads, seen } = bucketOf(1_000);
    const { lines, ...context } = createContext();
    const find = await openPayloadSearch(payloads, undefined, context);
    expect(lines).toEqual([expect.stringContaining('1000 objects, about 0.00 USD')]);
    expect(seen.reads).toBe(0);
    const { items } = await find(userOf(), createReferences());
    expect(items).toHaveLength(10);
    expect(seen).toEqual({ reads: 1_000, mostOpen: 16 });
    expect(lines.slice(1)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^\d+ of 1000 objects read$/)]),
    );
  });

  it('that costs more than a dollar needs --accept-cost', async () => {
    const objects = Array(2_600_000).fill(version(`quarantine/incs/${sha256}.json`));
    const payloads = { pages: () => onePage(objects), read: async () => undefined };
    const { lines, ...context } = createContext();
    await expect(openPayloadSearch(payloads, undefined, context)).rejects.toThrow(
      '2600000 objects, about 1.04 USD); add --accept-cost',
    );
    expect(lines).toEqual([]);
    await openPayloadSearch(payloads, true, context);
    expect(lines).toHaveLength(1);
  });
});

describe('the search of the media bucket', () => {
  const userHashKey = 'the id of the stack';
  const stored = toEventRecord(messageOf(other, 'wamid.B', [{ index: 0 }]), receipt).event;
  const message = toEventRecord(messageOf(phone, 'wamid.A', [{ index: 0 }]), receipt).event;
  const keyOf = ({ detail: { metadata } }: TributaryEvent) =>
    mediaKey({ ...metadata, eventId: metadata.id }, { index: 0, role: 'content' });
  const known = keyOf(stored);

  async function search(files: Readonly<Record<string, Partial<ObjectHeaders>>>, asOf?: string) {
    const user = userOf();
    const references = createReferences();
    references.look({ key, event: stored, payloadKey: undefined });
    const headersRead: string[] = [];
    const media = {
      pages: () => onePage(Object.keys(files).map((key) => version(key))),
      readHeaders: async (key: string) => {
        headersRead.push(key);
        return { metadata: {}, contentDisposition: undefined, ...files[key] };
      },
    };
    const found = await searchFiles(
      media,
      {
        user,
        messagesWithFiles: [message.detail.metadata.id],
        references,
        userHashKey,
        isCostAccepted: undefined,
        asOf,
      },
      createContext(),
    );
    return { ...found, headersRead, additions: user.additions.additions() };
  }

  const fileOf = (phone: string) => ({
    metadata: toUserMetadata(hashUserNames({ phone }, userHashKey)),
  });

  it('finds a file of the user whose message has expired, and leaves that of another user', async () => {
    const found = await search({
      'incs/2026-01-01/gone/0-content.jpg': fileOf(phone),
      'incs/2026-01-01/others/0-content.jpg': fileOf(other),
      [known]: {},
    });
    expect(found).toMatchObject({
      files: ['incs/2026-01-01/gone/0-content.jpg'],
      unidentified: [],
    });
    expect(found.headersRead).not.toContain(known);
  });

  it('finds the files of the user’s messages, whether a record names them or not', async () => {
    expect((await search({ [keyOf(message)]: {}, [known]: {} })).files).toEqual([keyOf(message)]);
  });

  it('finds a file by the name that its sender gave it', async () => {
    const key = 'incs/2026-01-01/gone/0-content.pdf';
    const contentDisposition = `attachment; filename="_44 7700 900123.pdf"; filename*=UTF-8''%2B44%207700%20900123.pdf`;
    expect((await search({ [key]: { contentDisposition } })).files).toEqual([key]);
  });

  it('reports files that do not say whose they are', async () => {
    const key = 'incs/2026-01-01/before/0-content.jpg';
    expect(await search({ [key]: {} })).toMatchObject({ files: [], unidentified: [key] });
  });

  it('only counts what has an undecided name', async () => {
    const found = await search({ 'incs/2026-01-01/gone/0-content.jpg': fileOf(national) });
    expect(found.files).toEqual([]);
    expect(found.additions.get(national)).toMatchObject({ mediaObjects: 1 });
  });

  it('leaves files that are newer than the export in which the user was searched', async () => {
    const key = 'incs/2026-01-01/gone/0-content.jpg';
    expect((await search({ [key]: fileOf(phone) }, '2026-01-01T00:00:00.000Z')).files).toEqual([]);
  });
});

/** A record of the table's stream with a message of this user. */
function streamRecord(user: string, sequence: string) {
  const record = toEventRecord(messageOf(user, `wamid.${sequence}`), receipt);
  const NewImage = toEventItem(record, { publish: true });
  return { eventName: 'INSERT', dynamodb: { SequenceNumber: sequence, NewImage } };
}

describe('dead letters', () => {
  const user = userOf();
  const remove = (content: object) => removeUser(JSON.stringify(content), user, () => {});

  it('of one record are the user’s or not', () => {
    expect(remove(streamRecord(phone, '1'))).toEqual({ kind: 'empty' });
    expect(remove(streamRecord(other, '1'))).toEqual({ kind: 'unchanged' });
  });

  it.each([
    ['as text', (batch: object) => JSON.stringify(batch)],
    ['as an object', (batch: object) => batch],
  ])('of a batch %s lose only the records of the user', (_, write) => {
    const Records = [streamRecord(phone, '1'), streamRecord(other, '2')];
    const without = remove({ version: '1.0', payload: write({ Records }) });
    if (without.kind !== 'rewritten') throw new Error(without.kind);
    expect(readDeadLetter(without.content)).toEqual([streamRecord(other, '2')]);
    expect(JSON.parse(without.content)).toMatchObject({ version: '1.0' });
    expect(remove({ payload: write({ Records: [streamRecord(phone, '1')] }) })).toEqual({
      kind: 'empty',
    });
  });

  it('that cannot be decoded are judged by their text', () => {
    const { eventName } = streamRecord(phone, '1');
    const dynamodb = { SequenceNumber: '1', NewImage: { detail: { S: `{"from":"+${phone}` } } };
    expect(remove({ eventName, dynamodb })).toEqual({ kind: 'empty' });
    expect(remove({ unknown: `+44 7700 900123` })).toEqual({ kind: 'empty' });
    // It may be someone else's.
    expect(remove({ unknown: national })).toEqual({ kind: 'unchanged' });
    expect(remove({ unknown: other })).toEqual({ kind: 'unchanged' });
  });

  it('of a status that names no one belong to the message', () => {
    const message: TableItem = {
      ...toEventRecord(messageOf(phone, 'wamid.1'), receipt),
      raw: () => undefined,
      payloadKey: undefined,
      isPublished: true,
      isInQuarantine: false,
      alias: undefined,
      userHashes: undefined,
    };
    const status = toEventRecord(
      {
        type: 'message.status.updated',
        providerEvent: 'status',
        data: { messageId: 'wamid.1', status: 'read', errors: [] },
      },
      receipt,
    );
    const NewImage = toEventItem(status, { publish: true });
    const record = { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage } };
    const found = userOf([message]);
    expect(removeUser(JSON.stringify(record), found, () => {})).toEqual({ kind: 'empty' });
  });

  it('of the media queue are judged by the event that EventBridge sent', () => {
    const bodyOf = (who: string) =>
      JSON.stringify({ detail: toEventRecord(messageOf(who, 'wamid.1'), receipt).event.detail });
    expect(ownerOfMessage(bodyOf(phone), user).owner).toBe('user');
    expect(ownerOfMessage(bodyOf(other), user).owner).toBe('other');
    expect(ownerOfMessage(`not an event of +${phone}`, user).owner).toBe('user');
  });
});

describe('a callback that no adapter has read', () => {
  const received = async (text: string) => {
    const { ports, records } = createPorts();
    const adapter = createGenericProvider({ id: 'acme', idempotency: { pointer: '/id' } });
    await receiveCallback(toRequest({ text }), adapter, ports);
    const [record] = records.records();
    if (record === undefined) throw new Error('not stored');
    const payloadKey = record.payload?.key;
    return {
      ...record,
      raw: () => record.raw,
      payloadKey,
      alias: undefined,
      userHashes: undefined,
    } as unknown as TableItem;
  };

  it('is the user’s when it names them, in its JSON or in any other format', async () => {
    const items = [
      await received(`{"id":"1","from":"+44 7700 900123"}`),
      await received(`from=%2B${phone}`),
      await received(`{"id":"3","from":"+${other}"}`),
    ];
    const { partitions, mentions } = userOf(items);
    expect([...partitions]).toEqual(items.slice(0, 2).map((item) => item.key.pk));
    expect(mentions).toEqual([]);
  });

  it('is found by its object in the payload bucket when its event has no body', async () => {
    const item = await received(
      JSON.stringify({ id: '1', from: phone, text: 'x'.repeat(250_000) }),
    );
    const references = createReferences();
    references.look(item);
    const payloadKey = item.payloadKey ?? '';
    expect(references.hasRaw(payloadKey)).toBe(false);
    expect(references.partitionOf(payloadKey)).toBe('callback#acme#1');
  });
});

it('a quarantined object belongs to one event record', () => {
  expect(quarantinedPartition(`quarantine/incs/${sha256}.json`)).toBe(`quarantine#incs#${sha256}`);
  expect(quarantinedPartition(`unmapped/incs/typing/${sha256}.json`)).toBeUndefined();
});
