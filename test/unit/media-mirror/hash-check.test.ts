import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HashDiffersError, hashBody } from '../../../functions/media-mirror/hash-check.ts';

const text = 'the bytes of a file';
const sha256 = createHash('sha256').update(text).digest('hex');
const otherSha256 = createHash('sha256').update('other bytes').digest('hex');

async function* blocks() {
  for (const char of text) yield Buffer.from(char);
}

async function read(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let passed = '';
  for await (const block of bytes) passed += Buffer.from(block).toString();
  return passed;
}

describe('hashBody', () => {
  it('passes the bytes on unchanged and knows their size and hash', async () => {
    const body = hashBody(blocks(), undefined, 'refuse');
    expect(await read(body.bytes)).toBe(text);
    expect(body.passed()).toEqual({ sizeBytes: text.length, sha256, hashVerified: undefined });
  });

  it("verifies the provider's hash", async () => {
    const body = hashBody(blocks(), sha256, 'refuse');
    await read(body.bytes);
    expect(body.passed().hashVerified).toBe(true);
  });

  it('throws before the end of bytes with another hash', async () => {
    const body = hashBody(blocks(), otherSha256, 'refuse');
    await expect(read(body.bytes)).rejects.toThrow(HashDiffersError);
    expect(() => body.passed()).toThrow('before it had read the whole body');
  });

  it('lets bytes with another hash pass when told to, and says so', async () => {
    const body = hashBody(blocks(), otherSha256, 'accept');
    expect(await read(body.bytes)).toBe(text);
    expect(body.passed()).toEqual({ sizeBytes: text.length, sha256, hashVerified: false });
  });
});
