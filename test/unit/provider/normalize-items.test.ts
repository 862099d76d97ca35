import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { inboundObject, requiredText } from '../../../shared/provider/inbound.ts';
import type { Manifest } from '../../../shared/provider/manifest.ts';
import {
  type CallbackItem,
  listBody,
  listIn,
  normalizeItems,
  normalizeWith,
  wholeBody,
  withObjects,
} from '../../../shared/provider/normalize-items.ts';
import type { NormalizeResult } from '../../../shared/provider/normalize-result.ts';
import { invalidShape, type ReadResult } from '../../../shared/provider/read-item.ts';
import { textMessage } from '../../support/drafts.ts';

const manifest = {
  id: 'parrot',
  name: 'Parrot',
  documentation: { site: 'https://docs.parrot.example', readOn: '2026-11-21' },
  methods: ['POST'],
  success: { status: 200, body: '' },
  providerEvents: [
    { name: 'message', events: ['message.received'] },
    { name: 'typing', events: [] },
    { name: 'pecking', events: [], ignored: 'a bird pecks' },
  ],
} as const satisfies Manifest;

const normalizeMessage = normalizeWith(
  inboundObject({ id: requiredText, text: requiredText }),
  ({ id, text }, item) =>
    id === 'nobody'
      ? invalidShape(item, ['id'], 'expected a person')
      : { kind: 'event', draft: textMessage({ id, text, providerEvent: item.providerEvent }) },
);

const ignored = ({ providerEvent }: CallbackItem): NormalizeResult => ({
  kind: 'ignored',
  providerEvent,
  reason: 'a bird types',
});

const normalizers = { message: normalizeMessage, typing: ignored };

const normalizeParrot = normalizeItems(manifest, {
  readItems: wholeBody('event', 'kind'),
  normalizers,
});

const resultsOf = (body: JsonValue) => normalizeParrot(body, { channels: {} });

describe('a provider that names no provider event', () => {
  const nameOf = (item: Readonly<Record<string, JsonValue>>) =>
    ['typing', 'message'].find((name) => name in item);
  const item = { message: true, id: 'a', text: 'Hi' };

  it('has those that a function distinguishes', () => {
    const normalize = normalizeItems(manifest, { readItems: wholeBody(nameOf), normalizers });
    expect(normalize(item, { channels: {} })).toMatchObject([{ kind: 'event' }]);
    expect(normalize({ id: 'a' }, { channels: {} })).toEqual([
      { kind: 'unrecognized', reason: 'unknown_provider_event', path: '$' },
    ]);
  });

  it('has them in a list, too', () => {
    const normalize = normalizeItems(manifest, { readItems: listBody(nameOf), normalizers });
    expect(normalize([item, { id: 'a' }], { channels: {} })).toMatchObject([
      { kind: 'event' },
      { kind: 'unrecognized', path: '$[1]', raw: [{ id: 'a' }] },
    ]);
  });
});

describe('a provider whose callbacks have a list', () => {
  const normalize = normalizeItems(manifest, {
    readItems: listIn('results', 'event', 'kind'),
    normalizers,
  });
  const normalizeAll = (body: JsonValue) => normalize(body, { channels: {} });

  it('has an item for each entry, and none affects the others', () => {
    const good = { event: 'message', id: 'a', text: 'Hi' };
    const body = { count: 2, results: [{ event: 'message', text: 'Hi' }, 7, good] };
    const [bad, number, event] = normalizeAll(body);
    expect(bad).toMatchObject({ kind: 'unrecognized', path: '$.results[0].id' });
    expect(bad).toHaveProperty('raw', { count: 2, results: [body.results[0]] });
    expect(number).toEqual({
      kind: 'unrecognized',
      reason: 'not_an_object',
      raw: { count: 2, results: [7] },
    });
    expect(event).toMatchObject({ kind: 'event' });
  });

  it('is one item without the list, and unrecognized with an empty one', () => {
    expect(normalizeAll({ event: 'pecking' })).toMatchObject([{ kind: 'ignored' }]);
    expect(normalizeAll({ results: [] })).toMatchObject([
      { reason: 'unknown_provider_event', path: '$.results' },
    ]);
  });
});

describe('a provider whose callbacks are one item each', () => {
  it('normalizes the only entry of a list', () => {
    const [result] = resultsOf([{ event: 'message', id: 'a', text: 'Hi' }]);
    expect(result).toMatchObject({ kind: 'event', draft: { data: { message: { id: 'a' } } } });
    expect(result).not.toHaveProperty('draft.raw');
    expect(resultsOf([{ event: 'message', id: 'nobody', text: 'Hi' }])).toMatchObject([
      { kind: 'unrecognized', path: '$[0].id' },
    ]);
  });

  it.each([[[]], [[{ event: 'typing' }, { event: 'typing' }]]])(
    'does not choose an entry of another list: %j',
    (body) => {
      expect(resultsOf(body)).toEqual([{ kind: 'unrecognized', reason: 'not_an_object' }]);
    },
  );

  it('normalizes the body by its provider event', () => {
    expect(resultsOf({ event: 'message', id: 'a', text: 'Hi' })).toMatchObject([
      { kind: 'event', draft: { providerEvent: 'message', data: { message: { id: 'a' } } } },
    ]);
    expect(resultsOf({ event: 'typing' })).toEqual([
      { kind: 'ignored', providerEvent: 'typing', reason: 'a bird types' },
    ]);
  });

  it('ignores the provider events that the manifest ignores, with the reason', () => {
    expect(resultsOf({ event: 'pecking' })).toEqual([
      { kind: 'ignored', providerEvent: 'pecking', reason: 'a bird pecks' },
    ]);
  });

  it('takes the provider event from the first of its fields that has a value', () => {
    expect(resultsOf({ event: '', kind: 'typing' })).toMatchObject([{ providerEvent: 'typing' }]);
    expect(resultsOf({ event: 'typing', kind: 'x' })).toMatchObject([{ providerEvent: 'typing' }]);
  });

  it.each([
    ['text', { reason: 'not_an_object' }],
    [[], { reason: 'not_an_object' }],
    [{}, { reason: 'unknown_provider_event', path: '$.event' }],
    [{ event: 7 }, { reason: 'unknown_provider_event', path: '$.event' }],
    [
      { event: 'sung' },
      { reason: 'unknown_provider_event', providerEvent: 'sung', path: '$.event' },
    ],
    [{ kind: 'sung' }, { reason: 'unknown_provider_event', providerEvent: 'sung', path: '$.kind' }],
    [{ event: 'toString' }, { reason: 'unknown_provider_event', providerEvent: 'toString' }],
    [
      { event: 'message', id: 'a' },
      { reason: 'invalid_shape', path: '$.text' },
    ],
    [
      { event: 'message', id: 'nobody', text: 'Hi' },
      { reason: 'invalid_shape', providerEvent: 'message', path: '$.id' },
    ],
  ])('does not recognize %j', (body, unrecognized) => {
    expect(resultsOf(body)).toMatchObject([{ kind: 'unrecognized', ...unrecognized }]);
  });
});

describe('a provider whose callbacks hold several items', () => {
  const readEntry = (json: JsonValue, index: number): ReadResult<CallbackItem> => {
    const place = { providerEvent: 'typing', path: [index] };
    return json === 'typing'
      ? { kind: 'read', value: { ...place, namedAt: place.path, json } }
      : invalidShape(place, [], 'expected typing');
  };
  const normalizeFlock = normalizeItems(manifest, {
    readItems: (body) => [body].flat().map(readEntry),
    normalizers: { ...normalizers, typing: (item) => [ignored(item), ignored(item)] },
  });

  it('gives the results of all items in their order, also of those that cannot be read', () => {
    const results = normalizeFlock(['typing', 7, 'typing'], { channels: {} });
    expect(results.map(({ kind }) => kind)).toEqual([
      'ignored',
      'ignored',
      'unrecognized',
      'ignored',
      'ignored',
    ]);
  });
});

describe('a provider with a normalizer for other provider events', () => {
  it('gives them its result', () => {
    const normalize = normalizeItems(manifest, {
      readItems: wholeBody('event'),
      normalizers,
      normalizeOther: ({ providerEvent }) => ({ kind: 'unmapped', providerEvent }),
    });
    expect(normalize({ event: 'sung' }, { channels: {} })).toEqual([
      { kind: 'unmapped', providerEvent: 'sung' },
    ]);
  });
});

describe('the names of a manifest', () => {
  const readItems = wholeBody('event');

  it('are those of the normalizers, by type', () => {
    // @ts-expect-error: `typing` has no normalizer
    normalizeItems(manifest, { readItems, normalizers: { message: normalizeMessage } });
    // @ts-expect-error: the manifest ignores `pecking`
    normalizeItems(manifest, { readItems, normalizers: { ...normalizers, pecking: ignored } });
    // @ts-expect-error: the manifest has no `sung`
    normalizeItems(manifest, { readItems, normalizers: { ...normalizers, sung: ignored } });
  });
});

describe('a provider whose body is a list', () => {
  const normalizeFlock = normalizeItems(manifest, { readItems: listBody('event'), normalizers });
  const resultsOf = (body: JsonValue) => normalizeFlock(body, { channels: {} });
  const typing = { event: 'typing' };

  it('normalizes each entry by its provider event', () => {
    const results = resultsOf([{ event: 'message', id: 'a', text: 'Hi' }, typing]);
    expect(results.map(({ kind }) => kind)).toEqual(['event', 'ignored']);
  });

  it('may send an entry alone', () => {
    expect(resultsOf(typing)).toEqual(resultsOf([typing]));
  });

  it('has each unrecognized entry with its path, in a list of its own', () => {
    const bad = { event: 'message', id: 'nobody', text: 'Hi' };
    expect(resultsOf([typing, bad, { event: 7 }, 'x'])).toMatchObject([
      { kind: 'ignored' },
      { kind: 'unrecognized', path: '$[1].id', raw: [bad] },
      { kind: 'unrecognized', path: '$[2].event', raw: [{ event: 7 }] },
      { kind: 'unrecognized', reason: 'not_an_object', raw: ['x'] },
    ]);
  });

  it.each([[[]], ['text'], [null]])('is unrecognized when there is no entry: %j', (body) => {
    expect(resultsOf(body)).toMatchObject([{ reason: 'not_an_object' }]);
  });
});

describe('an item with a field that holds an object', () => {
  const normalize = normalizeItems(manifest, {
    readItems: withObjects(['bird'], wholeBody('event')),
    normalizers: {
      typing: ignored,
      message: ({ json, providerEvent }) => ({
        kind: 'event',
        draft: textMessage({ id: 'a', text: JSON.stringify(json), providerEvent }),
      }),
    },
  });
  const itemWith = (fields: JsonObject): JsonObject => {
    const [result] = normalize({ event: 'message', ...fields }, { channels: {} });
    if (result?.kind !== 'event' || result.draft.type !== 'message.received') return {};
    const { content } = result.draft.data.message;
    return content.kind === 'text' ? JSON.parse(content.text ?? '') : {};
  };
  const seen = (bird: JsonValue) => itemWith({ bird }).bird;

  it.each<JsonValue>([{ id: 1 }, '{"id":1}', [{ id: 1 }], ['{"id":1}']])(
    'has it in every form: %j',
    (bird) => {
      expect(seen(bird)).toEqual({ id: 1 });
    },
  );

  it.each<JsonValue>(['a text', '[1]', '7', 7, [], [{ id: 1 }, { id: 2 }], null])(
    'keeps any other value as it is: %j',
    (bird) => {
      expect(seen(bird)).toEqual(bird);
    },
  );

  it('keeps other fields as they are', () => {
    const fields = { egg: '{"id":1}', bird: '{"id":1}' };
    expect(itemWith(fields)).toMatchObject({ egg: '{"id":1}', bird: { id: 1 } });
  });
});
