import type { MediaBucket, MediaObject } from '../../../functions/media-mirror/ports.ts';

export interface MemoryObject extends MediaObject {
  readonly bytes: Buffer;
}

/** A media bucket in memory. */
export function createMemoryBucket(name: string) {
  const objects = new Map<string, MemoryObject>();
  const bucket: MediaBucket = {
    name,
    put: async (object, body) => {
      const blocks: Uint8Array[] = [];
      for await (const block of body) blocks.push(Uint8Array.from(block));
      if (objects.has(object.key)) return 'exists';
      objects.set(object.key, { ...object, bytes: Buffer.concat(blocks) });
      return 'stored';
    },
    read: async (key) => {
      const { contentType, bytes } = objects.get(key) ?? { contentType: '', bytes: undefined };
      return { contentType, body: toBody(bytes) };
    },
  };
  return { ...bucket, objects };
}

async function* toBody(bytes: Buffer | undefined): AsyncGenerator<Uint8Array> {
  if (bytes === undefined) throw new Error('the object does not exist');
  yield bytes;
}
