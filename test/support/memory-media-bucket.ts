import type { MediaBucket, MediaObject } from '../../functions/media-mirror/ports.ts';
import { TributaryError } from '../../shared/tributary-error.ts';

interface MemoryObject extends MediaObject {
  readonly bytes: Buffer;
}

/** A media bucket in memory, held by `test/contract/ports/media-bucket.test.ts`. */
export function createMemoryMediaBucket(name: string) {
  const memory = {
    name,
    /** While it is true, every call fails as with a bucket that cannot be reached. */
    isDown: false,
    /** Files by their keys. */
    objects: new Map<string, MemoryObject>(),
    put: async (
      object: MediaObject,
      body: AsyncIterable<Uint8Array>,
    ): Promise<'stored' | 'exists'> => {
      const blocks: Uint8Array[] = [];
      for await (const block of body) blocks.push(Uint8Array.from(block));
      if (memory.isDown) throw unavailable('down');
      if (memory.objects.has(object.key)) return 'exists';
      memory.objects.set(object.key, { ...object, bytes: Buffer.concat(blocks) });
      return 'stored';
    },
    read: async (key: string) => {
      if (memory.isDown) throw unavailable('down');
      const object = memory.objects.get(key);
      if (object === undefined) throw unavailable('no such file');
      return { contentType: object.contentType, body: toBody(object.bytes) };
    },
  };
  return memory satisfies MediaBucket;
}

async function* toBody(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function unavailable(message: string): TributaryError {
  return new TributaryError('store_unavailable', message, { retryable: true });
}
