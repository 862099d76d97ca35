import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MediaItem } from '../../../shared/contract/media.ts';
import { mediaFileName, mediaKey } from '../../../shared/media/media-object.ts';
import { codePoint } from '../../support/code-point.ts';

const origin = {
  provider: 'incs',
  occurredAt: '2026-11-21T23:59:59.999Z',
  eventId: '0f1e2d3c-4b5a-8978-8796-a5b4c3d2e1f0',
};
const item = (fields: Partial<MediaItem>): MediaItem => ({ index: 0, role: 'content', ...fields });

describe('the key of a file', () => {
  it('is provider, UTC day, event, and file', () => {
    expect(mediaKey(origin, item({ index: 2, role: 'thumbnail', mimeType: 'image/jpeg' }))).toBe(
      'incs/2026-11-21/0f1e2d3c-4b5a-8978-8796-a5b4c3d2e1f0/2-thumbnail.jpg',
    );
  });

  it('has the number of a further copy', () => {
    const file = item({ mimeType: 'image/jpeg' });
    expect(mediaKey(origin, file, 2)).toMatch(/\/0-content-2\.jpg$/);
    expect(mediaKey(origin, file, undefined)).toMatch(/\/0-content\.jpg$/);
  });

  it('depends neither on the link, which may change, nor on text of the user', () => {
    const said = item({ mimeType: 'image/png' });
    const more = { ...said, url: 'https://cdn.example/b', filename: 'me.gif', caption: 'Me' };
    expect(mediaKey(origin, more)).toBe(mediaKey(origin, said));
  });

  it.each(['.', '..', '../..'])('leads to no other folder for the provider %s', (provider) => {
    expect(mediaKey({ ...origin, provider }, item({}))).toMatch(/^(-|\.\.-\.\.)\/2026-11-21\//);
  });

  it('has four safe segments whatever the ids are', () => {
    const text = fc.string({ unit: codePoint, minLength: 1 });
    fc.assert(
      fc.property(text, text, text, text, (provider, eventId, mimeType, filename) => {
        const key = mediaKey({ ...origin, provider, eventId }, item({ mimeType, filename }));
        const segments = key.split('/');
        expect(segments).toHaveLength(4);
        for (const segment of segments) {
          expect(segment).toMatch(/^[\w.-]+$/);
          expect(segment).not.toMatch(/^\.+$/);
        }
      }),
    );
  });
});

describe('the name of a file', () => {
  it.each([
    [{ mimeType: 'audio/ogg; codecs=opus' }, '0-content.ogg'],
    [{ mimeType: 'IMAGE/JPEG' }, '0-content.jpg'],
    [{ mimeType: 'application/x-new', filename: 'plan.DWG' }, '0-content.dwg'],
    [{ filename: 'photo.jpeg' }, '0-content.jpeg'],
    [{ mimeType: 'application/pdf', filename: 'a.exe' }, '0-content.pdf'],
    [{ mimeType: 'constructor' }, '0-content'],
    [{ filename: 'no extension' }, '0-content'],
    [{ filename: 'a.b/c' }, '0-content'],
    [{}, '0-content'],
  ])('of %j is %s', (fields, expected) => {
    expect(mediaFileName(item(fields))).toBe(expected);
  });
});
