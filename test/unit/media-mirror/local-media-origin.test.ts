import { describe, expect, it } from 'vitest';
import {
  readLocalMediaOrigin,
  toLocalOrigins,
} from '../../../functions/media-mirror/local-media-origin.ts';
import { localMediaOriginKey } from '../../../shared/runtime/environment.ts';

const read = (value: string | undefined) => readLocalMediaOrigin({ [localMediaOriginKey]: value });

describe('readLocalMediaOrigin', () => {
  it.each([undefined, ''])('is absent when the environment says %j', (value) => {
    expect(read(value)).toBeUndefined();
  });

  it.each(['http://127.0.0.1:8787', 'http://[::1]:8787', 'http://127.0.0.1'])(
    'takes the loopback origin %s',
    (value) => {
      expect(read(value)).toBe(value);
    },
  );

  it.each([
    'https://127.0.0.1:8787',
    'http://localhost:8787',
    'http://10.0.0.1:8787',
    'http://0.0.0.0:8787',
    'http://169.254.169.254',
    'http://media.example',
    'http://127.0.0.1:8787/',
    'http://127.0.0.1:8787/path',
    'http://user@127.0.0.1:8787',
    'http://2130706433:8787',
    'http://[::ffff:127.0.0.1]:8787',
    'http://127.0.0.1:1,http://127.0.0.1:2',
    '127.0.0.1:8787',
    'null',
  ])('does not let the function start with %s', (value) => {
    expect(() => read(value)).toThrow(localMediaOriginKey);
  });
});

describe('toLocalOrigins', () => {
  const baseUrls = ['http://127.0.0.1:9000/graph', 'https://graph.example', 'http://10.0.0.1'];

  it('adds media APIs on loopback to the media server, and no others', () => {
    expect(toLocalOrigins('http://127.0.0.1:8787', baseUrls)).toEqual([
      'http://127.0.0.1:8787',
      'http://127.0.0.1:9000',
    ]);
  });

  it('has none where there is no local media server: in AWS nothing on loopback is reached', () => {
    expect(toLocalOrigins(undefined, baseUrls)).toEqual([]);
  });
});
