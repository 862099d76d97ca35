import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toParts } from '../../../../functions/media-mirror/store/to-parts.ts';

const partBytes = 8;

async function* blocksOf(lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let next = 0;
  for (const length of lengths) {
    yield Uint8Array.from({ length }, () => {
      next += 1;
      return next % 256;
    });
  }
}

describe('toParts', () => {
  it('returns every byte once and in order, and only the last part may be shorter', async () => {
    const someLengths = fc.array(fc.nat({ max: 3 * partBytes }), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(someLengths, async (lengths) => {
        const parts: { bytes: number[]; isLast: boolean }[] = [];
        for await (const { bytes, isLast } of toParts(blocksOf(lengths), partBytes)) {
          parts.push({ bytes: [...bytes], isLast });
        }
        const totalBytes = lengths.reduce((sum, length) => sum + length, 0);
        const expected = Array.from({ length: totalBytes }, (_, index) => (index + 1) % 256);
        expect(parts.flatMap(({ bytes }) => bytes)).toEqual(expected);
        expect(parts.map(({ isLast }) => isLast)).toEqual(
          Array.from(parts, (_, index) => index === parts.length - 1),
        );
        expect(parts).toHaveLength(Math.max(1, Math.ceil(totalBytes / partBytes)));
      }),
    );
  });

  it('uses the memory of one part, however long the body is', async () => {
    const memory = new Set<ArrayBufferLike>();
    for await (const { bytes } of toParts(blocksOf([20, 20, 20]), partBytes)) {
      memory.add(bytes.buffer);
    }
    expect([...memory].map(({ byteLength }) => byteLength)).toEqual([partBytes]);
  });

  it('returns no last part of a body that throws', async () => {
    async function* broken() {
      yield* blocksOf([20]);
      throw new Error('broke');
    }
    const seen: boolean[] = [];
    const reading = (async () => {
      for await (const { isLast } of toParts(broken(), partBytes)) seen.push(isLast);
    })();
    await expect(reading).rejects.toThrow('broke');
    expect(seen).toEqual([false, false]);
  });
});
