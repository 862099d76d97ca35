import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CallbackRequest } from '../../../shared/provider/provider-adapter.ts';
import { createSignatureCheck, signCallback } from '../../../shared/provider/signature.ts';
import type { SignatureScheme } from '../../../shared/provider/signature-scheme.ts';
import { ed25519, ed25519Bytes, inHeader, plain, rsa, sign, toRequest } from './signed-requests.ts';

/** A scheme, the key in the secret, and the key with which the provider signs where it is another one. */
interface Example {
  readonly what: string;
  readonly scheme: SignatureScheme;
  readonly key: string;
  readonly privateKey?: string;
  readonly over?: Partial<CallbackRequest>;
}

const form = {
  headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  body: Buffer.from('To=%2B15550100001&Body=Hello+%C3%A9&ToCity=&Media=b&Media=a&Media=b'),
};

const binaryKey = Buffer.from('a key of any bytes');

const examples: readonly Example[] = [
  {
    what: 'HMAC-SHA1 in base64',
    scheme: { ...plain, algorithm: 'hmac-sha1', encoding: 'base64' },
    key: 'key',
  },
  {
    what: 'HMAC-SHA256 in hex',
    scheme: { ...plain, headers: inHeader('sha256={signature}') },
    key: 'key',
  },
  {
    what: 'HMAC-SHA512 over a decoded part of the body',
    scheme: {
      ...plain,
      algorithm: 'hmac-sha512',
      encoding: 'base64',
      signed: [{ field: ['inner', 'data'], encoding: 'base64' }],
    },
    key: 'key',
  },
  {
    what: 'a timestamp and the body in one header',
    scheme: {
      ...plain,
      headers: [
        { name: 'x-signature', patterns: ['t={timestamp}', 's={signature}'], separator: ',' },
      ],
      signed: [{ value: 'timestamp' }, { text: '.' }, 'body'],
      toleranceSeconds: 300,
    },
    key: 'key',
  },
  {
    what: 'an id, a timestamp in milliseconds and the body in several headers',
    scheme: {
      ...plain,
      encoding: 'base64',
      headers: [
        { name: 'x-id', patterns: ['{id}'] },
        { name: 'x-timestamp', patterns: ['{timestamp}'] },
        { name: 'x-signature', patterns: ['v1,{signature}'], separator: ' ' },
      ],
      signed: [{ value: 'id' }, { text: '.' }, { value: 'timestamp' }, { text: '.' }, 'body'],
      keyEncoding: 'base64',
      timestampUnit: 'milliseconds',
      toleranceSeconds: 300,
    },
    key: binaryKey.toString('base64'),
  },
  {
    what: 'URL and form fields',
    scheme: {
      ...plain,
      algorithm: 'hmac-sha1',
      encoding: 'base64',
      signed: ['method', 'url', 'form fields'],
    },
    key: 'key',
    over: form,
  },
  {
    what: 'a digest of fields and the key',
    scheme: {
      ...plain,
      algorithm: 'sha256',
      signed: [{ field: ['id'] }, { field: ['at'] }, 'key'],
    },
    key: 'key',
  },
  {
    what: 'MD5 of key and body',
    scheme: { ...plain, algorithm: 'md5', signed: ['key', 'body'] },
    key: 'key',
  },
  {
    what: 'a key in hex',
    scheme: { ...plain, keyEncoding: 'hex' },
    key: binaryKey.toString('hex'),
  },
  {
    what: 'Ed25519 with the public key in PEM',
    scheme: { ...plain, algorithm: 'ed25519', encoding: 'base64' },
    key: ed25519.publicKey,
    privateKey: ed25519.privateKey,
  },
  {
    what: 'Ed25519 with the bytes of the public key',
    scheme: {
      ...plain,
      algorithm: 'ed25519',
      keyEncoding: 'base64',
      signed: [{ text: '|' }, 'body'],
    },
    key: ed25519Bytes,
    privateKey: ed25519.privateKey,
  },
  {
    what: 'a JSON Web Token with HS256',
    scheme: {
      algorithm: 'HS256',
      encoding: 'hex',
      headers: [{ name: 'authorization', patterns: ['Bearer {signature}'] }],
      hashClaims: { payload_hash: ['body'], url_hash: ['url'] },
      toleranceSeconds: 300,
    },
    key: 'key',
  },
  {
    what: 'a JSON Web Token with RS256',
    scheme: {
      algorithm: 'RS256',
      encoding: 'base64',
      headers: [{ name: 'authorization', patterns: ['Bearer {signature}'] }],
      hashClaims: { payload_hash: ['body'] },
    },
    key: rsa.publicKey,
    privateKey: rsa.privateKey,
  },
];

describe.each(examples)('$what', ({ scheme, key, over, privateKey = key }) => {
  const isSigned = createSignatureCheck(scheme);
  const genuine = sign(toRequest(over), privateKey, scheme);

  it('proves a callback that was signed with any of the live keys', () => {
    expect(isSigned(genuine, [key])).toBe(true);
    expect(isSigned(genuine, ['another', key])).toBe(true);
    expect(isSigned(genuine, [key, 'another'])).toBe(true);
  });

  it('proves nothing without its key', () => {
    expect(isSigned(genuine, [])).toBe(false);
    expect(isSigned(genuine, ['', 'another', Buffer.from('another').toString('base64')])).toBe(
      false,
    );
  });

  it('has digits of hex in either case, and every other letter in its own', () => {
    const hasSignature = (pattern: string) => pattern.includes('{signature}');
    const { name = '' } = scheme.headers.find(({ patterns }) => patterns.some(hasSignature)) ?? {};
    const value = genuine.headers[name] ?? '';
    const end = value.slice(-20).replace(/[a-z]/gi, (letter) => {
      const lower = letter.toLowerCase();
      return letter === lower ? letter.toUpperCase() : lower;
    });
    const headers = { ...genuine.headers, [name]: value.slice(0, -20) + end };
    expect(headers[name]).not.toBe(value);
    const isHex = scheme.encoding === 'hex' && !('hashClaims' in scheme);
    expect(isSigned({ ...genuine, headers }, [key])).toBe(isHex);
  });

  it('proves nothing without its headers', () => {
    expect(isSigned(toRequest(over), [key])).toBe(false);
    for (const name of Object.keys(genuine.headers)) {
      if (name === 'content-type') continue;
      for (const value of [undefined, '', '=', 'sha256=', `x${genuine.headers[name]}`]) {
        const headers = { ...genuine.headers, [name]: value };
        expect(isSigned({ ...genuine, headers }, [key]), `${name}: ${value}`).toBe(false);
      }
    }
  });

  it('covers what it is made over, and nothing else', () => {
    const changes: readonly Partial<CallbackRequest>[] = [
      { url: `${genuine.url}x` },
      { method: 'PUT' },
      { body: Buffer.concat([genuine.body, Buffer.from(' ')]) },
      { body: genuine.body.subarray(0, -3) },
      { body: new Uint8Array() },
      { body: Buffer.from(Buffer.from(genuine.body).toString().replace('H', 'J')) },
    ];
    const differs = ([name, value]: [string, string]) => genuine.headers[name] !== value;
    let covered = 0;
    for (const change of changes) {
      const changed = { ...genuine, ...change };
      const again = signCallback({ ...toRequest(over), ...change }, privateKey, scheme);
      const isCovered = again === undefined || Object.entries(again).some(differs);
      if (isCovered) covered += 1;
      expect(isSigned(changed, [key]), JSON.stringify(change)).toBe(!isCovered);
    }
    expect(covered).toBeGreaterThan(1);
  });

  it('is checked without an error, whatever the callback holds', () => {
    for (const body of ['', '{', '[1]', 'null', '{"inner":7,"__proto__":{}}', '\u0000']) {
      const request = { ...genuine, body: Buffer.from(body) };
      expect(isSigned(request, [key])).toBe(false);
      expect(isSigned({ ...request, headers: {} }, [key])).toBe(false);
    }
    expect(isSigned({ ...genuine, receivedAt: new Date(Number.NaN) }, [key])).toBe(
      scheme.toleranceSeconds === undefined,
    );
  });
});

describe('a scheme', () => {
  it.each([
    ['a digest that anyone can make', { ...plain, algorithm: 'sha256' }],
    ['a signature over nothing', { ...plain, signed: [] }],
    ['a signature over its key only', { ...plain, algorithm: 'md5', signed: ['key'] }],
    ['no place for the signature', { ...plain, headers: inHeader('{timestamp}') }],
    ['a header without a place', { ...plain, headers: inHeader('signature') }],
    [
      'a token that fits every callback',
      {
        algorithm: 'HS256',
        encoding: 'hex',
        headers: inHeader('{signature}'),
        hashClaims: {},
      },
    ],
  ] as readonly (readonly [string, SignatureScheme])[])('is refused with %s', (_what, scheme) => {
    expect(() => createSignatureCheck(scheme)).toThrow(/signature/);
  });

  it('cannot sign a callback that lacks a part of what is signed', () => {
    const noForm = { ...plain, signed: ['form fields'] } as const;
    const noField = { ...plain, signed: [{ field: ['absent'] }] } as const;
    const notBase64 = { ...plain, signed: [{ field: ['id'], encoding: 'base64' }] } as const;
    for (const scheme of [noForm, noField, notBase64])
      expect(signCallback(toRequest(), 'key', scheme)).toBeUndefined();
  });

  it('does not accept an empty key, with which anyone could sign', () => {
    const request = toRequest();
    const signature = createHmac('sha256', '').update(request.body).digest('hex');
    const forged = { ...request, headers: { 'x-signature': signature } };
    expect(createSignatureCheck(plain)(forged, [''])).toBe(false);
    expect(createSignatureCheck({ ...plain, keyEncoding: 'base64' })(forged, [''])).toBe(false);
  });

  it('cannot sign with a key of another form', () => {
    const withPem = { ...plain, algorithm: 'ed25519' } as const;
    expect(signCallback(toRequest(), rsa.privateKey, withPem)).toBeUndefined();
    expect(signCallback(toRequest(), 'not hex', { ...plain, keyEncoding: 'hex' })).toBeUndefined();
  });
});
