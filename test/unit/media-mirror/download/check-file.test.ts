import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  checkContentType,
  HashMismatchError,
  hashBody,
  refuseWrongBody,
} from '../../../../functions/media-mirror/download/check-file.ts';

describe('checkContentType', () => {
  it.each([
    ['image/jpeg', 'image/jpeg', 'image/jpeg'],
    ['audio/ogg; codecs=opus', 'audio/ogg', 'audio/ogg; codecs=opus'],
    ['IMAGE/JPEG', 'image/jpeg; charset=binary', 'IMAGE/JPEG'],
    ['image/jpeg', undefined, 'image/jpeg'],
    ['image/jpeg', 'application/octet-stream', 'image/jpeg'],
    ['image/jpeg', 'binary/octet-stream', 'image/jpeg'],
    ['image/jpeg', 'not a type', 'image/jpeg'],
    ['image/jpeg', 'image/png', 'image/png'],
    ['audio/ogg', 'audio/mpeg', 'audio/mpeg'],
    ['audio/mp4', 'video/mp4', 'audio/mp4'],
    ['image/jpeg', 'image/svg+xml', 'image/svg+xml'],
    ['application/pdf', 'application/zip', 'application/pdf'],
    ['application/pdf', 'text/plain', 'application/pdf'],
    ['text/csv', 'text/html', 'text/csv'],
    ['text/html', 'text/html; charset=utf-8', 'text/html'],
    ['application/json', 'application/json', 'application/json'],
    [undefined, 'video/mp4', 'video/mp4'],
    [undefined, undefined, 'application/octet-stream'],
    ['jpeg', undefined, 'application/octet-stream'],
    ['image/jpeg\r\nx-evil: 1', undefined, 'application/octet-stream'],
  ])('accepts %j served as %j, and stores it as %j', (declared, served, contentType) => {
    expect(checkContentType(declared, served)).toEqual({ kind: 'accepted', contentType });
  });

  it.each([
    ['image/jpeg', 'text/html; charset=utf-8'],
    ['image/jpeg', 'application/xhtml+xml'],
    ['image/jpeg', 'application/json'],
    ['audio/ogg', 'application/problem+json'],
    ['video/mp4', 'application/xml'],
    ['video/mp4', 'text/plain'],
    ['application/pdf', 'text/html'],
    [undefined, 'text/html'],
    ['application/octet-stream', 'text/html'],
  ])('refuses %j served as %j', (declared, served) => {
    expect(checkContentType(declared, served)).toEqual({ kind: 'mismatch' });
  });
});

describe('refuseWrongBody', () => {
  /** Whether a file with this declared type may begin with these bytes. */
  async function accepts(mimeType: string | undefined, text: string): Promise<boolean> {
    async function* body() {
      yield Buffer.from(text, 'latin1');
    }
    try {
      for await (const _block of refuseWrongBody(body(), { mimeType }));
      return true;
    } catch (error) {
      expect(error).toMatchObject({ failure: { reason: 'type_mismatch' } });
      return false;
    }
  }

  it.each([
    '<!DOCTYPE html><html>',
    '  \n<html lang="en">',
    '\xef\xbb\xbf<!doctype  HTML>',
    '<!-- a comment\n --> <head>',
    '<body class="error">',
  ])('refuses a picture that begins with %j', async (text) => {
    expect(await accepts('image/jpeg', text)).toBe(false);
  });

  it.each([
    '',
    '\xff\xd8\xff\xe0',
    '%PDF-1.7',
    '<svg xmlns="a">',
    '<?xml version="1.0"?>',
    '<htmlx>',
  ])('accepts a picture that begins with %j', async (text) => {
    expect(await accepts('image/jpeg', text)).toBe(true);
  });

  it.each([
    ['text/html', true],
    ['text/plain', true],
    ['application/xhtml+xml', true],
    ['image/svg+xml', false],
    ['image/jpeg', false],
    ['application/pdf', false],
    [undefined, false],
  ])('accepts a web page for a file declared as %j: %j', async (mimeType, expected) => {
    expect(await accepts(mimeType, '<html>')).toBe(expected);
  });
});

describe('hashBody', () => {
  const text = 'the bytes of a file';
  const sha256 = createHash('sha256').update(text).digest('hex');
  const otherSha256 = createHash('sha256').update('other bytes').digest('hex');

  async function* blocks() {
    for (const char of text) yield Buffer.from(char);
  }

  async function read(bytes: AsyncIterable<Uint8Array>): Promise<string> {
    let received = '';
    for await (const block of bytes) received += Buffer.from(block).toString();
    return received;
  }

  it('leaves the bytes unchanged and returns their size and hash', async () => {
    const body = hashBody(blocks(), undefined, 'refuse');
    expect(await read(body.bytes)).toBe(text);
    expect(body.digest()).toEqual({ sizeBytes: text.length, sha256, hashVerified: undefined });
  });

  it("verifies the provider's hash", async () => {
    const body = hashBody(blocks(), sha256, 'refuse');
    await read(body.bytes);
    expect(body.digest().hashVerified).toBe(true);
  });

  it('throws before the end of bytes with another hash', async () => {
    const body = hashBody(blocks(), otherSha256, 'refuse');
    await expect(read(body.bytes)).rejects.toThrow(HashMismatchError);
    expect(() => body.digest()).toThrow('was not read to its end');
  });

  it('accepts bytes with another hash on request, and reports the difference', async () => {
    const body = hashBody(blocks(), otherSha256, 'accept');
    expect(await read(body.bytes)).toBe(text);
    expect(body.digest()).toEqual({ sizeBytes: text.length, sha256, hashVerified: false });
  });
});
