import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CallbackRequest } from '../../../shared/provider/provider-adapter.ts';
import { createSignatureCheck } from '../../../shared/provider/signature.ts';
import type {
  DirectSignature,
  SignatureScheme,
} from '../../../shared/provider/signature-scheme.ts';
import { inHeader, plain, sign, toRequest } from './signed-requests.ts';

const bytes = (byte: number, length: number) => new Uint8Array(length).fill(byte);

describe('a signature', () => {
  const check = (
    scheme: Omit<DirectSignature, 'headers'>,
    key: string,
    signature: string,
    over: Partial<CallbackRequest>,
  ) => {
    const headers = { ...over.headers, 'x-signature': signature };
    const full = { ...scheme, headers: inHeader('{signature}') };
    return createSignatureCheck(full)(toRequest({ ...over, headers }), [key]);
  };

  /** RFC 4231, §4 and RFC 2202, §3: test cases of HMAC that are not truncated. */
  it.each([
    [
      'hmac-sha256',
      bytes(0x0b, 20),
      'Hi There',
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      'hmac-sha256',
      Buffer.from('Jefe'),
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      'hmac-sha256',
      bytes(0xaa, 131),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    [
      'hmac-sha512',
      Buffer.from('Jefe'),
      'what do ya want for nothing?',
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    ],
    [
      'hmac-sha1',
      Buffer.from('Jefe'),
      'what do ya want for nothing?',
      'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
    ],
  ] as const)('of %s is that of its RFC', (algorithm, key, body, signature) => {
    const scheme = { algorithm, encoding: 'hex', keyEncoding: 'hex', signed: ['body'] } as const;
    const hexKey = Buffer.from(key).toString('hex');
    expect(check(scheme, hexKey, signature, { body: Buffer.from(body) })).toBe(true);
    expect(check(scheme, hexKey, signature.toUpperCase(), { body: Buffer.from(body) })).toBe(true);
    expect(check(scheme, hexKey, signature, { body: Buffer.from(`${body} `) })).toBe(false);
  });

  it('of Ed25519 is that of RFC 8032, §7.1, test 3', () => {
    const key = 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025';
    const signature =
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a';
    const scheme = {
      algorithm: 'ed25519',
      encoding: 'hex',
      keyEncoding: 'hex',
      signed: ['body'],
    } as const;
    expect(check(scheme, key, signature, { body: Buffer.from([0xaf, 0x82]) })).toBe(true);
    expect(check(scheme, key, signature, { body: Buffer.from([0xaf, 0x83]) })).toBe(false);
  });

  /** Twilio, "Security": the example of its validation of requests, read on 2026-11-28. */
  it('over URL and form fields is that of Twilio', () => {
    const scheme = {
      algorithm: 'hmac-sha1',
      encoding: 'base64',
      signed: ['url', 'form fields'],
    } as const;
    const fields = {
      To: '+18005551212',
      Digits: '1234',
      Caller: '+14158675310',
      From: '+14158675310',
      CallSid: 'CA1234567890ABCDE',
    };
    const over = {
      url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(new URLSearchParams(fields).toString()),
    };
    expect(check(scheme, '12345', 'GvWf1cFY/Q7PnoempGyD5oXAezc=', over)).toBe(true);
    expect(check(scheme, '12345', 'GvWf1cFY/Q7PnoempGyD5oXAezd=', over)).toBe(false);
    // As JSON, nothing but the URL would be signed.
    const asJson = { ...over, headers: { 'content-type': 'application/json' } };
    expect(check(scheme, '12345', 'GvWf1cFY/Q7PnoempGyD5oXAezc=', asJson)).toBe(false);
  });

  /** Computed for the study of these providers with another program, on 2026-11-28. */
  it('is that of 360dialog, bare or with its scheme', () => {
    const scheme: SignatureScheme = {
      ...plain,
      headers: [{ name: 'x-360dialog-signature', patterns: ['{signature}', 'sha256={signature}'] }],
    };
    const signature = 'ae0f18038ec6d203940dd50874c4fdeaa420d76fa35a790b87d9481441897e6b';
    const body = Buffer.from('{"object":"whatsapp_business_account","entry":[]}');
    for (const value of [signature, `sha256=${signature}`]) {
      const headers = { 'x-360dialog-signature': value };
      expect(createSignatureCheck(scheme)(toRequest({ body, headers }), ['platform-secret'])).toBe(
        true,
      );
    }
  });

  it('is that of YCloud, over the time and the body, for five minutes', () => {
    const scheme: SignatureScheme = {
      ...plain,
      headers: [
        { name: 'ycloud-signature', patterns: ['t={timestamp}', 's={signature}'], separator: ',' },
      ],
      signed: [{ value: 'timestamp' }, { text: '.' }, 'body'],
      toleranceSeconds: 300,
    };
    const body =
      '{"id":"evt_1","type":"sms.inbound.received","apiVersion":"v2","createTime":"2022-06-01T12:00:00.000Z"}';
    const signature = 'd904c93e54abb83ea626475ccde3aed6c2c41fc94bdef168fd041fc8c03c419f';
    const request = toRequest({
      body: Buffer.from(body),
      headers: { 'ycloud-signature': `t=1762224357,s=${signature}` },
      receivedAt: new Date(1_762_224_357_000),
    });
    const check = createSignatureCheck(scheme);
    expect(check(request, ['whsec_0123456789abcdef'])).toBe(true);
    expect(check({ ...request, receivedAt: new Date() }, ['whsec_0123456789abcdef'])).toBe(false);
  });

  it('takes the different values of a repeated form field in their order', () => {
    const scheme = { ...plain, signed: ['form fields'] } as const;
    const expected = createHmac('sha256', 'key')
      .update('BodyHello éMediaaMediabTo+15550100001ToCity')
      .digest('hex');
    const form = {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from('To=%2B15550100001&Body=Hello+%C3%A9&ToCity=&Media=b&Media=a&Media=b'),
    };
    const signed = sign(toRequest(form), 'key', scheme);
    expect(signed.headers['x-signature']).toBe(expected);
  });

  it.each(['', 'sha256', '5bdc', `${'5b'.repeat(33)}`, `${'5b'.repeat(31)}5g`, '\u0000'])(
    'is not %j',
    (signature) => {
      expect(check({ ...plain }, 'key', signature, {})).toBe(false);
    },
  );
});
