import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonValue, parseJson } from '../../../shared/json.ts';
import { base64JsonCodec } from '../../../shared/provider/base64-json-codec.ts';
import { type BodyCodec, decodeBody, jsonCodec } from '../../../shared/provider/body-codec.ts';
import { formCodec } from '../../../shared/provider/form-codec.ts';

const pushCodec = base64JsonCodec('message', 'data');

function decode(
  codec: BodyCodec,
  text: string,
  contentType = codec.contentType,
  headers: Readonly<Record<string, string>> = {},
) {
  const body = Buffer.from(text);
  return decodeBody({ body, headers: { ...headers, 'content-type': contentType } }, codec);
}

/** What becomes of a decoded body on its way to the provider's format and back. */
function throughCodec(codec: BodyCodec, json: JsonValue): JsonValue | undefined {
  const decoded = decode(codec, codec.encode(JSON.stringify(json)));
  return decoded.kind === 'decoded' ? decoded.json : undefined;
}

describe('JSON', () => {
  it.each(['application/json', 'application/vnd.acme+json', 'text/plain', ''])(
    'is decoded with the content type "%s"',
    (contentType) => {
      const text = '[ { "id": 1.50 } ]';
      const decoded = { kind: 'decoded', json: [{ id: 1.5 }], text };
      expect(decode(jsonCodec, text, contentType)).toEqual(decoded);
    },
  );

  it('may begin with a byte order mark', () => {
    expect(decode(jsonCodec, '\ufeff{}')).toMatchObject({ kind: 'decoded', text: '{}' });
  });

  it('is encoded as it is written', () => {
    expect(jsonCodec.encode('{"id": 9007199254740993}')).toBe('{"id": 9007199254740993}');
  });

  it.each([
    ['application/json; charset=utf-8', 'malformed_body'],
    ['application/vnd.acme+json', 'malformed_body'],
    ['', 'malformed_body'],
    ['text/plain', 'unsupported_media_type'],
  ])('that is malformed is what its content type "%s" says', (contentType, reason) => {
    expect(decode(jsonCodec, '{a}', contentType)).toMatchObject({ reason });
  });

  it('is truncated at any place of an object, a list or a text, and at none behind it', () => {
    const around = fc.constantFrom(
      ['{"value":', '}'],
      ['["', '"]'],
      ['"', '"'],
      ['\n {"a":"', '"}'],
    );
    fc.assert(
      fc.property(fc.json(), fc.nat(), around, (json, at, [before = '', after = '']) => {
        const value = before.endsWith('"') ? JSON.stringify(json).slice(1, -1) : json;
        const text = `${before}${value}${after}`;
        const cut = text.slice(0, 1 + (at % (text.length - 1)));
        expect(decode(jsonCodec, cut)).toMatchObject({ reason: 'truncated_body' });
        expect(decode(jsonCodec, `${text}}`)).toMatchObject({ reason: 'malformed_body' });
      }),
    );
  });
});

describe('a compressed body', () => {
  // An operator reads the problem: it says what to change at the provider.
  it.each([
    ['says so', Buffer.from('{"a":'), { 'content-encoding': ' BR ' }],
    ['does not say so', gzipSync('{}'), {}],
  ])('is never decompressed, and is reported as compressed when it %s', (_what, body, headers) => {
    expect(decodeBody({ body, headers }, jsonCodec)).toEqual({
      kind: 'undecodable',
      reason: 'unsupported_encoding',
      problem: 'the body is compressed',
    });
  });
});

describe('a body that looks cut off', () => {
  const codecs = [
    [jsonCodec, '{"text":"5" wide"}'],
    [formCodec, 'discount=100%'],
    [formCodec, ''],
    [pushCodec, '{"message":'],
    [jsonCodec, ''],
  ] as const;
  const lengthOf = (text: string) => ({ 'content-length': `${Buffer.byteLength(text)}` });

  it.each(codecs)('is malformed when it is as long as it was declared', (codec, text) => {
    expect(decode(codec, text, undefined, lengthOf(text))).toMatchObject({
      reason: 'malformed_body',
    });
  });

  it.each(codecs)('is truncated when more was declared', (codec, text) => {
    expect(decode(codec, text, undefined, lengthOf(`${text} and more`))).toMatchObject({
      reason: 'truncated_body',
    });
  });
});

describe('a form', () => {
  it.each([
    ['From=447700900123&NumMedia=0', { From: '447700900123', NumMedia: '0' }],
    ['Body=a%2Bb+c%20%C3%A9%3D', { Body: 'a+b c é=' }],
    ['a=1&b=&a=2&c', { a: ['1', '2'], b: '', c: '' }],
    ['a=b=c&&', { a: 'b=c' }],
    ['__proto__=1&constructor=2', JSON.parse('{"__proto__":"1","constructor":"2"}')],
  ])('is an object of texts: %s', (text, json) => {
    const decoded = decode(formCodec, text);
    expect(decoded).toMatchObject({ kind: 'decoded', text: JSON.stringify(json) });
  });

  it.each([
    ['another content type', 'a=b', 'text/plain', 'unsupported_media_type'],
    ['no content type', 'a=b', '', 'malformed_body'],
    ['a percent sign that is not escaped', 'a=100%&b=1', undefined, 'malformed_body'],
    ['another encoding than UTF-8', 'a=%E9', undefined, 'malformed_body'],
    ['an escape that is cut off', 'a=%C', undefined, 'truncated_body'],
    ['nothing', '', undefined, 'malformed_body'],
    ['only separators', '&&', undefined, 'malformed_body'],
  ])('cannot be decoded with %s', (_what, text, contentType, reason) => {
    expect(decode(formCodec, text, contentType)).toMatchObject({ kind: 'undecodable', reason });
  });

  it('survives encoding', () => {
    const values = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.string(), { minLength: 2 }),
    );
    const forms = fc.dictionary(fc.string({ unit: 'grapheme' }), values, { minKeys: 1 });
    fc.assert(
      fc.property(forms, (form) => {
        const json = JSON.parse(JSON.stringify(form).toWellFormed());
        expect(throughCodec(formCodec, json)).toEqual(json);
      }),
    );
  });

  it.each(['[]', '{"a":1}', '{"a":{}}', '{"a":["b",null]}'])('cannot express %s', (json) => {
    expect(() => formCodec.encode(json)).toThrow(TypeError);
  });
});

describe('JSON inside of JSON in base64', () => {
  it('may stand beside fields of any name', () => {
    const json = '{"__proto__":{"a":1},"message":{"__proto__":[2],"data":{"b":"Grüße"}}}';
    const decoded = decode(pushCodec, pushCodec.encode(json));
    expect(decoded).toMatchObject({ kind: 'decoded', text: json });
  });

  const inner = { messageId: 'm-1', text: 'Grüße', nested: [1, null] };

  it('is read in its place', () => {
    const data = Buffer.from(JSON.stringify(inner)).toString('base64');
    const push = { message: { data, messageId: '1' }, subscription: 's' };
    expect(decode(pushCodec, JSON.stringify(push))).toMatchObject({
      kind: 'decoded',
      json: { message: { data: inner, messageId: '1' }, subscription: 's' },
      text: JSON.stringify({ message: { data: inner, messageId: '1' }, subscription: 's' }),
    });
  });

  it('is read without its padding as well', () => {
    const data = Buffer.from('{"a":1}').toString('base64').replace(/=+$/, '');
    expect(data.length % 4).not.toBe(0);
    const push = { message: { data } };
    expect(decode(pushCodec, JSON.stringify(push))).toMatchObject({
      json: { message: { data: { a: 1 } } },
    });
  });

  it('has no number that is rounded, in either direction', () => {
    const encoded = pushCodec.encode('{"message":{"data":{"id":9007199254740993}}}');
    expect(decode(pushCodec, encoded)).toMatchObject({
      json: { message: { data: { id: '9007199254740993' } } },
    });
    const data = Buffer.from('{"id":9007199254740993}').toString('base64');
    expect(decode(pushCodec, JSON.stringify({ message: { data } }))).toMatchObject({
      json: { message: { data: { id: '9007199254740993' } } },
    });
  });

  it.each([
    [{ message: { attributes: {} } }],
    [{ message: 'text' }],
    [{ secret: '1' }],
    [['message']],
    [{ message: { data: inner } }],
  ])('is not needed: %o', (json) => {
    expect(decode(pushCodec, JSON.stringify(json))).toMatchObject({ kind: 'decoded', json });
  });

  it.each([
    ['not base64', 'e30?'],
    ['not JSON', Buffer.from('{"a":').toString('base64')],
    ['not UTF-8', Buffer.from('"\xe9"', 'latin1').toString('base64')],
  ])('cannot be decoded when it is %s', (_what, data) => {
    const push = JSON.stringify({ message: { data } });
    expect(decode(pushCodec, push)).toMatchObject({ reason: 'malformed_body' });
  });

  it('cannot be decoded when it is nested too deep to be written as JSON again', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const data = Buffer.from(deep).toString('base64');
    expect(decode(pushCodec, JSON.stringify({ message: { data } }))).toEqual({
      kind: 'undecodable',
      reason: 'malformed_body',
      problem: 'nested too deep',
    });
  });

  it('survives encoding', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (data, more) => {
        const json = parseJson(`{"message":{"data":${data},"more":${more}},"more":${more}}`);
        expect(throughCodec(pushCodec, json)).toEqual(json);
      }),
    );
  });
});
