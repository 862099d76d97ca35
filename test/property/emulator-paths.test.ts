import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emulatorPaths, parseEmulatorPath } from '../../tools/emulator-client/local-urls.ts';

const segment = fc.stringMatching(/^[\w.~-]*\w$/);
const count = fc.nat();

describe('the paths of the emulator', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(segment, segment, count, count, count, (name, rest, since, limit, waitMs) => {
        const events = { since, limit, waitMs };
        expect(parseEmulatorPath(emulatorPaths.events(events))).toEqual({
          page: 'events',
          ...events,
        });
        expect(parseEmulatorPath(emulatorPaths.events({ since }))).toEqual({
          page: 'events',
          since,
        });
        for (const page of ['functionUrl', 'api'] as const) {
          expect(parseEmulatorPath(`${emulatorPaths[page](name)}/${rest}`)).toEqual({
            page,
            name,
            rest: `/${rest}`,
          });
        }
        expect(parseEmulatorPath(emulatorPaths.template(name))).toEqual({
          page: 'template',
          stackName: name,
        });
        expect(parseEmulatorPath(`${emulatorPaths.media}${name}`)).toEqual({
          page: 'media',
          file: name,
        });
        expect(parseEmulatorPath(`${emulatorPaths.mediaApi(name)}/v23.0/${rest}`)).toEqual({
          page: 'mediaApi',
          mediaId: rest,
        });
      }),
    );
  });

  it.each(['process', 'app'] as const)('name the %s', (page) => {
    expect(parseEmulatorPath(emulatorPaths[page])).toEqual({ page });
  });

  it.each([
    ['/_local/%zz', { page: 'unknown' }],
    ['/_local/__proto__', { page: 'unknown' }],
    ['/_local/../incs', { page: 'unknown' }],
    ['/_local/function-urls/', { page: 'functionUrl', name: '', rest: '/' }],
    ['/_local/function-urls/incs/../a?b', { page: 'functionUrl', name: 'incs', rest: '/../a?b' }],
    ['/_local', undefined],
    ['/incs/_local/app', undefined],
  ])('are parsed from the path %s', (path, expected) => {
    expect(parseEmulatorPath(path)).toEqual(expected);
  });
});
