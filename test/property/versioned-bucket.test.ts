import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createS3BucketContents } from '../../tools/operator/aws/s3-bucket-contents.ts';
import { createS3Eraser } from '../../tools/operator/aws/s3-eraser.ts';
import { VersionedS3 } from '../support/versioned-s3.ts';

/** Some keys begin with others, as names of files may. */
const keys: fc.Arbitrary<string> = fc.constantFrom(
  'raw/a',
  'raw/a.json',
  'raw/ab',
  'raw/b',
  'media/a',
);

/** What happened to a bucket, in order: a content that was written, or `undefined` for a deletion. */
const past = fc.array(
  fc.record({ key: keys, content: fc.option(fc.string(), { nil: undefined }) }),
  {
    maxLength: 30,
  },
);

function bucketOf(
  writes: readonly { readonly key: string; readonly content: string | undefined }[],
  pageSize: number,
): VersionedS3 {
  const s3 = new VersionedS3(pageSize);
  for (const { key, content } of writes) {
    if (content === undefined) s3.remove(key);
    else s3.put(key, content);
  }
  return s3;
}

const pageSizes = fc.integer({ min: 1, max: 5 });
const erasedKeys = fc.uniqueArray(keys);

describe('a bucket with versions', () => {
  it('has nothing left of the objects that are erased, and everything of the others', async () => {
    await fc.assert(
      fc.asyncProperty(past, pageSizes, erasedKeys, async (writes, pageSize, erased) => {
        const s3 = bucketOf(writes, pageSize);
        const others = s3.kept().filter(({ key }) => !erased.includes(key));
        await createS3Eraser(s3.client(), 'bucket', true).erase(erased, () => undefined);
        expect(s3.kept()).toEqual(others);
      }),
    );
  });

  it('has only what the keys have now once their old versions are erased', async () => {
    await fc.assert(
      fc.asyncProperty(past, pageSizes, erasedKeys, async (writes, pageSize, erased) => {
        const s3 = bucketOf(writes, pageSize);
        const before = s3.kept();
        const isNewest = (index: number) => before[index - 1]?.key !== before[index]?.key;
        const stay = before.filter(({ key }, index) => !erased.includes(key) || isNewest(index));
        await createS3Eraser(s3.client(), 'bucket', true).eraseOldVersions(erased);
        expect(s3.kept()).toEqual(stay);
      }),
    );
  });

  it('has something left of exactly the objects of which it keeps a version', async () => {
    await fc.assert(
      fc.asyncProperty(past, pageSizes, erasedKeys, async (writes, pageSize, erased) => {
        const s3 = bucketOf(writes, pageSize);
        const kept = new Set(s3.kept().map(({ key }) => key));
        const found = await createS3Eraser(s3.client(), 'bucket', true).findRemaining(erased);
        expect([...found].sort()).toEqual(erased.filter((key) => kept.has(key)).sort());
      }),
    );
  });

  it('is searched with every version of every object', async () => {
    await fc.assert(
      fc.asyncProperty(past, pageSizes, async (writes, pageSize) => {
        const s3 = bucketOf(writes, pageSize);
        const contents = createS3BucketContents(s3.client(), 'bucket', true);
        const found: object[] = [];
        for await (const page of contents.pages()) {
          for (const { key, versionId, isLatest } of page) {
            const content = await contents.read({ key, versionId });
            found.push({ key, versionId, content, isLatest });
          }
        }
        const all = s3.kept();
        const isLatest = (index: number) => all[index - 1]?.key !== all[index]?.key;
        expect(found).toEqual(
          all
            .map((version, index) => ({ ...version, isLatest: isLatest(index) }))
            .filter(({ content }) => content !== undefined),
        );
      }),
    );
  });
});
