import { hash } from 'node:crypto';
import { deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rawDictionaries } from '../../../shared/table/raw-dictionaries.ts';
import { compressRaw, decompressRaw } from '../../../shared/table/raw-json.ts';

const detail = '{"metadata":{"id":"911fd89b"},"data":{"message":{"id":"wamid.HBgMNDQ3NzAw"}}}';

describe('raw JSON beside its event', () => {
  it.each(['{"id":"wamid.HBgMNDQ3NzAw"}', '', '"日本 \u{1f600}"', 'x'.repeat(300_000)])(
    'comes back unchanged: %.40s',
    (json) => {
      expect(decompressRaw(compressRaw(json, detail), detail)).toBe(json);
    },
  );

  it('comes back when the event is larger than the window of zlib', () => {
    const long = `${detail}${'y'.repeat(100_000)}`;
    expect(decompressRaw(compressRaw('{"a":1}', long), long)).toBe('{"a":1}');
  });

  it('takes no room for text that the event has too', () => {
    const json = `{"body":"${hash('sha256', 'something that does not compress')}"}`;
    expect(compressRaw(json, json).length).toBeLessThan(deflateSync(json).length / 2);
  });

  it.each(rawDictionaries.map((words, number) => [number, words] as const))(
    'that was written with dictionary %i can be read',
    (number, words) => {
      const dictionary = Buffer.from(words + detail);
      const bytes = Buffer.concat([Buffer.of(number), deflateRawSync('{"a":1}', { dictionary })]);
      expect(decompressRaw(bytes, detail)).toBe('{"a":1}');
    },
  );

  it('that was written with a dictionary of later code is an error that says so', () => {
    const [, ...rest] = compressRaw('{"a":1}', detail);
    const later = Uint8Array.of(rawDictionaries.length, ...rest);
    expect(() => decompressRaw(later, detail)).toThrow(RangeError);
  });

  it('that is damaged is an error', () => {
    const bytes = compressRaw('{"a":1}', detail);
    expect(() => decompressRaw(bytes.subarray(0, -1), detail)).toThrow('unexpected end of file');
  });
});

describe('the dictionaries', () => {
  it('are frozen: a new one is appended, since tables have items that need the others', () => {
    expect(rawDictionaries.map((words) => hash('sha256', words).slice(0, 16))).toEqual([
      'fbcc1f6ccf621be1',
    ]);
  });
});
