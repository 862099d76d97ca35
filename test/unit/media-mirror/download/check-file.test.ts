import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkFirstBytes,
  checkServedType,
  HashMismatchError,
  hashBody,
  readFirstBlock,
} from '../../../../functions/media-mirror/download/check-file.ts';
import type { MediaItem } from '../../../../shared/contract/media.ts';

/** The type that a file gets, from the server alone or with its first bytes. */
function typeOf(item: Partial<MediaItem>, served?: string, start = '\xff\xd8\xff\xe0') {
  const bytes = Buffer.from(start, 'latin1');
  return checkFirstBytes(checkServedType(item, served), item, bytes);
}

const trusted = (contentType: string) => ({ contentType, isDoubtful: false });
const doubtful = { isDoubtful: true };

describe('the type of a file', () => {
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
    ['application/pdf', 'application/zip', 'application/pdf'],
    ['application/pdf', 'text/plain', 'application/pdf'],
    ['text/csv', 'text/html', 'text/csv'],
    ['application/json', 'application/json', 'application/json'],
    [
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/zip',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    [
      'application/vnd.oasis.opendocument.text',
      undefined,
      'application/vnd.oasis.opendocument.text',
    ],
    [undefined, 'video/mp4', 'video/mp4'],
    [undefined, undefined, 'application/octet-stream'],
    ['jpeg', undefined, 'application/octet-stream'],
    ['image/jpeg\r\nx-evil: 1', undefined, 'application/octet-stream'],
  ])('declared as %j and served as %j is %j', (declared, served, contentType) => {
    expect(typeOf({ mimeType: declared }, served)).toEqual(trusted(contentType));
  });

  it.each([
    ['image/jpeg', 'text/html; charset=utf-8'],
    ['image/jpeg', 'application/xhtml+xml'],
    ['image/jpeg', 'application/json'],
    ['image/jpeg', 'image/svg+xml'],
    ['image/jpeg', 'image/svg'],
    ['image/jpeg', 'multipart/x-mixed-replace; boundary=x'],
    ['image/jpeg', 'message/rfc822'],
    ['image/webp', 'text/javascript'],
    ['image/webp', 'application/javascript'],
    ['audio/ogg', 'application/problem+json'],
    ['video/mp4', 'application/xml'],
    ['video/mp4', 'text/plain'],
    ['application/pdf', 'text/html'],
    [undefined, 'text/html'],
    ['application/octet-stream', 'text/html'],
  ])('declared as %j and served as %j is doubtful', (declared, served) => {
    expect(typeOf({ mimeType: declared }, served)).toMatchObject(doubtful);
  });

  it.each([
    'image/svg+xml',
    'IMAGE/SVG+XML; charset=utf-8',
    'image/svg',
    'application/xml',
    'text/xml',
    'application/rss+xml',
    'application/vnd.wap.xhtml+xml',
    'text/javascript',
    'application/javascript',
    'application/x-javascript',
    'application/ecmascript',
    'text/css',
    'text/x-component',
    'multipart/x-mixed-replace; boundary=x',
    'multipart/related',
    'message/rfc822',
    'application/x-shockwave-flash',
    'application/wasm',
    'application/hta',
    'application/x-new',
    'x-conference/x-cooltalk',
  ])('is not active: %s is stored as a stream of bytes', (active) => {
    const bytes = trusted('application/octet-stream');
    expect(typeOf({ mimeType: active }, active)).toEqual(bytes);
    expect(typeOf({ mimeType: active }, undefined)).toEqual(bytes);
    expect(typeOf({}, active)).toEqual(bytes);
  });

  it.each([
    ['text/html', 'text/html; charset=utf-8'],
    ['application/xhtml+xml', 'application/xml'],
    ['text/html', undefined],
  ])(
    'that is a page, declared as %j and served as %j, is a stream of bytes',
    (declared, served) => {
      expect(typeOf({ mimeType: declared }, served, '<html>')).toEqual(
        trusted('application/octet-stream'),
      );
    },
  );

  it('is never one that a browser runs, whatever is declared and served', () => {
    const words = ['image', 'text', 'application', 'multipart', 'svg+xml', 'svg', 'xml', 'html'];
    const more = ['javascript', 'jpeg', 'plain', 'x-mixed-replace', 'a+xml', 'pdf', 'vnd.ms-a+xml'];
    const type = fc.option(
      fc
        .tuple(fc.constantFrom(...words), fc.constantFrom(...words, ...more))
        .map(([family, name]) => `${family}/${name}`),
      { nil: undefined },
    );
    const start = fc.constantFrom('\xff\xd8', '<svg onload=alert(1)>', '%PDF');
    fc.assert(
      fc.property(type, type, start, (declared, served, first) => {
        const { contentType } = typeOf({ mimeType: declared }, served, first);
        expect(contentType).not.toMatch(
          /xml|svg|script|^(text|application)\/html|^multipart|^message/i,
        );
        if (first.startsWith('<')) expect(contentType).not.toMatch(/image|audio|video|pdf/i);
      }),
    );
  });
});

const utf16le = (text: string) => Buffer.from(text, 'utf16le').toString('latin1');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('latin1');

/** Beginnings of pages, as a browser that looks at the bytes recognizes them. */
const pages: readonly string[] = [
  '<!DOCTYPE html><html>',
  '  \n<html lang="en">',
  `${' '.repeat(256)}<html>`,
  '\xef\xbb\xbf<!doctype  HTML>',
  '<!-- a comment\n --> <head>',
  '<!-- one --><!-- two --><title>',
  '<body class="error">',
  '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  `\xff\xfe${utf16le('<html>')}`,
  `\xfe\xff${utf16be('<html>')}`,
  utf16le(' <script>'),
  utf16be('<!doctype html>'),
];

/** Beginnings of other markup. */
const otherMarkup: readonly string[] = [
  '<svg xmlns="a" onload="alert(1)">',
  '<?xml version="1.0"?><svg/>',
  '<?xml version="1.0"?>',
  '<!DOCTYPE svg>',
  '<a:b>',
  '</p>',
  utf16le('<?xml version="1.0"?>'),
  `\xfe\xff${utf16be('<svg>')}`,
  '--boundary\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\xff\xe0',
  '\r\n--boundary\nContent-Disposition: attachment\n\n',
];

describe('markup', () => {
  it.each([...pages, ...otherMarkup, ' '.repeat(70_000)])('cannot be a picture: %j', (start) => {
    expect(typeOf({ mimeType: 'image/jpeg' }, 'image/jpeg', start)).toEqual({
      contentType: 'application/octet-stream',
      isDoubtful: true,
    });
  });

  it.each(pages)('that begins as a page is doubtful where no text was declared: %j', (start) => {
    for (const mimeType of [undefined, 'application/pdf', 'application/vnd.ms-excel']) {
      expect(typeOf({ mimeType }, undefined, start)).toMatchObject(doubtful);
    }
  });

  it.each(['%PDF', ...otherMarkup])(
    'leaves a document doubtful that was served as a page: %j',
    (start) => {
      expect(typeOf({ mimeType: 'application/pdf' }, 'text/html', start)).toMatchObject(doubtful);
    },
  );

  it.each(otherMarkup)('is a stream of bytes where nothing was declared: %j', (start) => {
    const bytes = trusted('application/octet-stream');
    expect(typeOf({}, undefined, start)).toEqual(bytes);
    expect(typeOf({}, 'image/png', start)).toEqual(bytes);
    expect(typeOf({ mimeType: 'application/pdf' }, 'application/pdf', start)).toEqual(bytes);
  });

  it.each([
    ['text/plain', 'text/plain'],
    ['text/csv', 'text/csv'],
    ['application/json', 'application/json'],
    ['text/html', 'application/octet-stream'],
    ['application/xhtml+xml', 'application/octet-stream'],
    ['image/svg+xml', 'application/octet-stream'],
  ])('declared as %s is stored as %s', (mimeType, contentType) => {
    for (const start of [...pages, ...otherMarkup]) {
      expect(typeOf({ mimeType }, mimeType, start)).toEqual(trusted(contentType));
    }
  });

  it.each(['offer.html', 'OFFER.HTM', 'logo.svg', 'data.xml'])(
    'without a declared type is kept when its sender has named it %s',
    (filename) => {
      const bytes = trusted('application/octet-stream');
      expect(typeOf({ filename }, 'text/html', '<html>')).toEqual(bytes);
      expect(typeOf({ filename }, undefined, '<html>')).toEqual(bytes);
    },
  );

  it.each([
    ['JPEG', '\xff\xd8\xff\xe0'],
    ['PNG', '\x89PNG'],
    ['WebP', 'RIFF\x00\x00'],
    // The length of the first box, 60 bytes, is the character <.
    ['MP4', '\x00\x00\x00<ftypmp42'],
    ['MP4 with a box of 32 bytes', '\x00\x00\x00 ftypmp42'],
    ['Ogg', 'OggS'],
    ['MP3', '\xff\xfb\x90'],
    ['AMR', '#!AMR\n'],
    ['a text', 'a picture'],
    ['a smaller sign', '< 5'],
    ['one byte', 'x'],
  ])('is not recognized in %s', (_format, start) => {
    expect(typeOf({ mimeType: 'image/jpeg' }, 'image/jpeg', start)).toEqual(trusted('image/jpeg'));
  });

  it('is recognized in no time, however it nests', () => {
    const starts = ['<!--'.repeat(16_000), '<!---->'.repeat(9_000), '<??>'.repeat(16_000)];
    for (const start of starts) {
      expect(typeOf({ mimeType: 'image/jpeg' }, undefined, start)).toMatchObject(doubtful);
    }
  });
});

describe('readFirstBlock', () => {
  async function* blocks(...texts: readonly string[]) {
    for (const text of texts) yield Buffer.from(text);
  }

  it('returns the first block, and then all of them', async () => {
    const { firstBlock, body } = await readFirstBlock(blocks('a ', 'picture'));
    expect(`${firstBlock}`).toBe('a ');
    let text = '';
    for await (const block of body) text += `${Buffer.from(block)}`;
    expect(text).toBe('a picture');
  });

  it('refuses an empty body', async () => {
    await expect(readFirstBlock(blocks())).rejects.toMatchObject({
      failure: { reason: 'truncated' },
    });
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
