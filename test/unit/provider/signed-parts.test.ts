import { describe, expect, it } from 'vitest';
import type { SignedPart } from '../../../shared/provider/signature-scheme.ts';
import { decodeHex, readParts } from '../../../shared/provider/signed-parts.ts';

function joinFields(
  body: string,
  contentType = 'application/x-www-form-urlencoded',
): string | undefined {
  return readAll(body, ['form fields'], contentType);
}

/** The parts of a callback as one text. */
function readAll(
  body: string,
  parts: readonly SignedPart[],
  contentType = 'application/json',
): string | undefined {
  const request = {
    method: 'POST',
    url: 'https://callbacks.example/provider/token',
    token: 'token',
    headers: { 'content-type': contentType },
    query: {},
    body: Buffer.from(body),
    receivedAt: new Date('2026-01-02T03:04:07Z'),
  };
  return readParts({ request, values: {} }, parts, 'key')?.join('');
}

describe('the fields of a form', () => {
  it('are in the order of their names, with different values once and in their order', () => {
    expect(joinFields('b=2&a=%2B1&b=1&b=2&c=&A=x')).toBe('Axa+1b1b2c');
  });

  it('are text in UTF-8, escaped or not', () => {
    expect(joinFields('b=Gr%C3%BC%C3%9Fe&a=Grüße')).toBe('aGrüßebGrüße');
  });

  it('are those that a browser reads where the form is malformed', () => {
    expect(joinFields('b=100%&a=%E9&b=100%&c=1+1')).toBe('a\uFFFDb100%c1 1');
  });

  it.each([
    ['Application/X-WWW-Form-Urlencoded; charset=UTF-8', 'a1'],
    ['application/x-www-form-urlencoded ;a=b', 'a1'],
    ['application/x-www-form-urlencoded-2', undefined],
    ['application/json', undefined],
  ])('are read with the content type %s: %s', (contentType, joined) => {
    expect(joinFields('a=1', contentType)).toBe(joined);
  });

  // Once this took 20 seconds: anyone may send such a form, before a token is checked.
  it.each(['', '%'])('may be tens of thousands, with %j at the end of each', (end) => {
    const names = Array.from({ length: 40_000 }, (_, index) => `field${index}`);
    const body = names.map((name) => `${name}=1${end}`).join('&');
    expect(joinFields(body)).toBe(
      names
        .toSorted()
        .map((name) => `${name}1${end}`)
        .join(''),
    );
    const values = names.map((name) => `${name}${end}`);
    expect(joinFields(values.map((value) => `a=${value}`).join('&'))).toHaveLength(
      values.join('a').length + 1,
    );
  });
});

describe('a field of a JSON body', () => {
  const field = (...path: (string | number)[]): SignedPart => ({ field: path });

  it.each([
    [field('a', 1, 'b'), '{"a":[0,{"b":"text"}]}', 'text'],
    [field('id'), '{"id":7}', '7'],
    [field('id'), '{"id":9007199254740993}', '9007199254740993'],
    [field('id'), '{"id":true}', undefined],
    [field('id'), '{"id":{}}', undefined],
    [field('id'), '[]', undefined],
    [field('constructor', 'name'), '{}', undefined],
    [field('id'), 'no JSON', undefined],
    [{ field: ['id'], encoding: 'base64' }, '{"id":"aGk="}', 'hi'],
    [{ field: ['id'], encoding: 'base64' }, '{"id":"aGk"}', undefined],
  ] as const)('is a text or a number, digit by digit: %o of %s', (part, body, expected) => {
    expect(readAll(body, [part])).toBe(expected);
  });
});

it.each([
  ['00fF', [0x00, 0xff]],
  ['', []],
  ['0', undefined],
  ['00f', undefined],
  ['0g', undefined],
  ['00 ', undefined],
])('the hex digits %j are the bytes %j', (text, bytes) => {
  expect(decodeHex(text)).toEqual(bytes && Buffer.from(bytes));
});
