import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSignatureCheck } from '../../../shared/provider/signature.ts';
import { createHeaderReader } from '../../../shared/provider/signature-headers.ts';
import type { SignatureScheme } from '../../../shared/provider/signature-scheme.ts';
import { ed25519, inHeader, plain, sign, toRequest } from './signed-requests.ts';

describe('the headers of a signature', () => {
  const scheme = {
    ...plain,
    headers: [
      { name: 'x-signature', patterns: ['t={timestamp}', 's={signature}'], separator: ',' },
    ],
    signed: [{ value: 'timestamp' }, { text: '.' }, 'body'],
  } as const satisfies SignatureScheme;
  const isSigned = createSignatureCheck(scheme);
  const genuine = sign(toRequest(), 'key', scheme);
  const [time = '', signature = ''] = genuine.headers['x-signature']?.split(',') ?? [];
  const checkHeader = (...elements: readonly string[]) =>
    isSigned({ ...genuine, headers: { 'x-signature': elements.join(',') } }, ['key']);

  it('are written as the provider writes them', () => {
    expect(time).toBe('t=1767323045');
    expect(signature).toMatch(/^s=[0-9a-f]{64}$/);
  });

  it('may list their elements in any order, with others between them', () => {
    expect(checkHeader(signature, time)).toBe(true);
    expect(checkHeader(time, 'v0=6ffb', ` ${signature}`)).toBe(true);
  });

  it('may list several signatures, but not any number', () => {
    const wrong = `s=${'00'.repeat(32)}`;
    expect(checkHeader(time, wrong, signature)).toBe(true);
    expect(checkHeader(time, wrong, wrong, wrong, wrong, signature)).toBe(false);
  });

  it('may list several signatures of a private key as well', () => {
    const listed = {
      ...plain,
      algorithm: 'ed25519',
      headers: [{ name: 'x-signature', patterns: ['{signature}'], separator: ' ' }],
    } as const satisfies SignatureScheme;
    const signed = sign(toRequest(), ed25519.privateKey, listed);
    const headers = { 'x-signature': `${'00'.repeat(64)} ${signed.headers['x-signature']}` };
    expect(createSignatureCheck(listed)({ ...signed, headers }, [ed25519.publicKey])).toBe(true);
  });

  it('are what stands between the other characters of the pattern, all of them', () => {
    const quoted = {
      ...plain,
      headers: [{ name: 'x-signature', patterns: ['v1="{signature}"'] }],
    } as const satisfies SignatureScheme;
    const read = createHeaderReader(quoted.headers);
    const signaturesIn = (text: string) => read({ 'x-signature': text }).signatures;
    expect(signaturesIn('v1="5bdc"')).toEqual(['5bdc']);
    for (const other of ['v1="5bdc', '5bdc"', 'v1=5bdc', 'v1=""', 'v2="5bdc"', ''])
      expect(signaturesIn(other), other).toEqual([]);
  });

  it('prove nothing with two times', () => {
    expect(checkHeader(time, time, signature)).toBe(false);
    expect(checkHeader(time, 't=0', signature)).toBe(false);
  });

  it('may be written in one of several ways', () => {
    const either = {
      ...plain,
      headers: [{ name: 'x-signature', patterns: ['{signature}', 'sha256={signature}'] }],
    } as const satisfies SignatureScheme;
    const signed = sign(toRequest(), 'key', either);
    const prefixed = { 'x-signature': `sha256=${signed.headers['x-signature']}` };
    expect(createSignatureCheck(either)(signed, ['key'])).toBe(true);
    expect(createSignatureCheck(either)({ ...signed, headers: prefixed }, ['key'])).toBe(true);
  });
});

describe('the time in a signature', () => {
  const timed = (toleranceSeconds?: number): SignatureScheme => ({
    ...plain,
    headers: [...inHeader('{signature}'), { name: 'x-timestamp', patterns: ['{timestamp}'] }],
    signed: [{ value: 'timestamp' }, 'body'],
    ...(toleranceSeconds !== undefined && { toleranceSeconds }),
  });
  const token = (toleranceSeconds?: number): SignatureScheme => ({
    algorithm: 'HS256',
    encoding: 'hex',
    headers: inHeader('{signature}'),
    hashClaims: { payload_hash: ['body'] },
    ...(toleranceSeconds !== undefined && { toleranceSeconds }),
  });
  const receivedAfter = (scheme: SignatureScheme, seconds: number) => {
    const genuine = sign(toRequest(), 'key', scheme);
    const receivedAt = new Date(genuine.receivedAt.getTime() + seconds * 1000);
    return createSignatureCheck(scheme)({ ...genuine, receivedAt }, ['key']);
  };

  it.each([
    [0, true],
    [300, true],
    [-300, true],
    [301, false],
    [-301, false],
  ])('may differ from the receipt by the tolerance: %i s', (seconds, isValid) => {
    expect(receivedAfter(timed(300), seconds)).toBe(isValid);
    expect(receivedAfter(token(300), seconds)).toBe(isValid);
  });

  it('may be any time without a tolerance', () => {
    expect(receivedAfter(timed(), 86_400)).toBe(true);
    expect(receivedAfter(token(), 86_400)).toBe(true);
  });

  it.each(['', '1e9', '-1767323045', '0x69573625', '1767323045.0', 'now', '9'.repeat(17)])(
    'is not %j',
    (timestamp) => {
      const body = '{"id":"p-1"}';
      const signature = createHmac('sha256', 'key').update(`${timestamp}${body}`).digest('hex');
      const request = toRequest({
        body: Buffer.from(body),
        headers: { 'x-signature': signature, 'x-timestamp': timestamp },
      });
      expect(createSignatureCheck(timed(Number.MAX_VALUE))(request, ['key'])).toBe(false);
    },
  );
});
