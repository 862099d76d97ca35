import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MediaObject } from '../../../functions/media-mirror/ports.ts';
import { s3Faults } from '../../support/faulty-proxy.ts';
import { expectToWait } from './expect-to-wait.ts';
import { type OpenMediaBucket, openMemory, openModel, openS3 } from './open-media-bucket.ts';

/** The adapter for S3 uploads a file of more than one such part in several requests. */
const partBytes = 5 * 1024 * 1024;
const largeBytes = 2 * partBytes + 12_345;

const toObject = (key: string): MediaObject => ({
  key,
  contentType: 'image/jpeg',
  contentDisposition: `attachment; filename="__.jpg"; filename*=UTF-8''%E5%9B%BE.jpg`,
  metadata: { 'event-id': '0f1e2d3c-4b5a-8978-8796-a5b4c3d2e1f0', 'media-index': '0' },
});

/**
 * Bytes that depend on their position and on `seed`, in uneven blocks of the same memory, as a download
 * returns them; `error` is thrown in place of the end.
 */
async function* bytesOf(
  sizeBytes: number,
  { seed = 0, error }: { readonly seed?: number; readonly error?: Error } = {},
): AsyncGenerator<Uint8Array> {
  const memory = Buffer.alloc(65_521);
  for (let offset = 0; offset < sizeBytes; offset += memory.length) {
    yield memory.fill((offset + seed) % 251).subarray(0, sizeBytes - offset);
  }
  if (error) throw error;
}

/** Compares in one step: a failing `toEqual` would print every byte. */
async function expectBytes(actual: Buffer | undefined, ...of: Parameters<typeof bytesOf>) {
  expect(actual?.equals(await buffer(copied(bytesOf(...of))))).toBe(true);
}

/** Copies of the blocks, which share their memory. */
async function* copied(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const block of body) yield Uint8Array.from(block);
}

const unavailable = { name: 'TributaryError', code: 'store_unavailable', retryable: true };

/**
 * The media bucket, from which subscribers read files by the key that `media.stored` names.
 *
 * Guaranteed:
 * - an object has all bytes of its body or does not exist: a body that throws leaves none;
 * - when `put` returns `stored`, the object is durable, with its header, and reads back byte for byte;
 * - the first object of a key stays, whatever follows and also when calls are concurrent;
 * - all errors but those of the body are retryable, and after one the same call may be made again.
 *
 * Not guaranteed: that nothing was written when `put` throws `store_unavailable`, and that a caller
 * learns of its `stored`: when the response is lost and the SDK repeats the request, the outcome is
 * `exists`. The mirror then reads the object that exists.
 */
describe.each([
  ['in memory', openMemory],
  ['in S3', openS3],
  ['in the S3 of the simulation', openModel],
])('a media bucket %s', (_where, open) => {
  let opened: OpenMediaBucket;

  beforeAll(async () => {
    opened = await open();
  });
  afterEach(() => opened.setDown(false));
  afterAll(() => opened.close());

  it.each([0, 1, partBytes - 1, partBytes, partBytes + 1, largeBytes])(
    'stores a file of %i bytes with its header, and reads it back',
    async (sizeBytes) => {
      const object = toObject(`size-${sizeBytes}`);
      expect(await opened.put(object, bytesOf(sizeBytes))).toBe('stored');
      const { bytes, ...header } = (await opened.find(object.key)) ?? {};
      expect(header).toEqual(object);
      await expectBytes(bytes, sizeBytes);
      const { contentType, body } = await opened.read(object.key);
      expect(contentType).toBe('image/jpeg');
      await expectBytes(await buffer(copied(body)), sizeBytes);
    },
  );

  it.each([0, 1, partBytes + 1, largeBytes])(
    'stores nothing of a body that throws after %i bytes, and throws the same error',
    async (sizeBytes) => {
      const object = toObject(`broken-${sizeBytes}`);
      const error = new Error('the body broke');
      await expect(opened.put(object, bytesOf(sizeBytes, { error }))).rejects.toBe(error);
      expect(await opened.find(object.key)).toBeUndefined();
      expect(await opened.put(object, bytesOf(sizeBytes))).toBe('stored');
    },
  );

  it.each([1, largeBytes])(
    'leaves the first file of a key, of %i bytes, as it is',
    async (size) => {
      const object = toObject(`first-${size}`);
      await opened.put(object, bytesOf(size));
      for (const other of [1, largeBytes]) {
        const error = new Error('the body broke');
        await expect(opened.put(object, bytesOf(other, { error }))).rejects.toBe(error);
        expect(await opened.put(object, bytesOf(other, { seed: 1 }))).toBe('exists');
      }
      await expectBytes((await opened.find(object.key))?.bytes, size);
    },
  );

  it('returns stored to exactly one of many concurrent calls, and has its file', async () => {
    const object = toObject('race');
    const racers = Array.from({ length: 6 }, (_, seed) => ({
      seed,
      sizeBytes: seed % 2 === 0 ? 1_000 : partBytes + 1,
    }));
    const outcomes = await Promise.all(
      racers.map(({ seed, sizeBytes }) => opened.put(object, bytesOf(sizeBytes, { seed }))),
    );
    expect(outcomes.toSorted()).toEqual([...Array(5).fill('exists'), 'stored']);
    const winner = racers[outcomes.indexOf('stored')];
    await expectBytes((await opened.find('race'))?.bytes, winner?.sizeBytes ?? 0, winner);
  });

  it('throws a retryable error when the file to read does not exist', async () => {
    await expect(opened.read('nothing')).rejects.toMatchObject(unavailable);
  });

  it('throws a retryable error while it cannot be reached, and stores the file later', async () => {
    const object = toObject('outage');
    opened.setDown(true);
    await expect(opened.put(object, bytesOf(10))).rejects.toMatchObject(unavailable);
    await expect(opened.put(object, bytesOf(largeBytes))).rejects.toMatchObject(unavailable);
    await expect(opened.read(object.key)).rejects.toMatchObject(unavailable);
    opened.setDown(false);
    expect(await opened.put(object, bytesOf(10))).toBe('stored');
  });
});

describe('a media bucket in S3 that is disturbed', () => {
  let opened: Awaited<ReturnType<typeof openS3>>;

  beforeAll(async () => {
    opened = await openS3();
  });
  afterEach(() => opened.proxy.setFault(undefined));
  afterAll(() => opened.close());

  it.each(Object.entries(s3Faults))('throws a retryable error when %s', async (name, fault) => {
    const [small, large] = [toObject(`small, ${name}`), toObject(`large, ${name}`)];
    opened.proxy.setFault(fault);
    await expect(opened.put(small, bytesOf(10))).rejects.toMatchObject(unavailable);
    await expect(opened.put(large, bytesOf(largeBytes))).rejects.toMatchObject(unavailable);
    await expect(opened.read(small.key)).rejects.toMatchObject(unavailable);
    opened.proxy.setFault(undefined);
    const outcome = await opened.put(small, bytesOf(10));
    expect(outcome).toBe(fault === 'response lost' ? 'exists' : 'stored');
    await expectBytes((await opened.find(small.key))?.bytes, 10);
    expect(await opened.put(large, bytesOf(largeBytes))).toBe('stored');
  });

  it('returns exists when the SDK repeats a request whose response was lost', async () => {
    const object = toObject('repeated by the SDK');
    opened.proxy.setFault('response lost', { once: true });
    expect(await opened.repeating.put(object, bytesOf(10))).toBe('exists');
    await expectBytes((await opened.find(object.key))?.bytes, 10);
  });

  it('does not return before the bucket has confirmed the file', async () => {
    const outcome = await expectToWait(
      opened.proxy,
      () => opened.put(toObject('held'), bytesOf(10)),
      async () => (await opened.find('held')) !== undefined,
    );
    expect(outcome).toBe('stored');
  });
});
