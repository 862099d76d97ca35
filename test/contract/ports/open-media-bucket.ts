import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { GetObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { MediaBucket, MediaObject } from '../../../functions/media-mirror/ports.ts';
import { createS3MediaBucket } from '../../../functions/media-mirror/store/s3-media-bucket.ts';
import { serveFauxqs } from '../../../tools/emulator/engines/fauxqs-server.ts';
import { Bucket } from '../../simulation/aws/s3.ts';
import { startAwsServices } from '../../support/aws-services.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { createMemoryMediaBucket } from '../../support/memory-media-bucket.ts';
import { clientSettings } from './client-settings.ts';
import { createSimulation } from './simulation.ts';

/** A media bucket, and what a test must know past it. */
export interface OpenMediaBucket extends Pick<MediaBucket, 'put' | 'read'> {
  /** The file with a key, read past the bucket. */
  readonly find: (key: string) => Promise<FoundFile | undefined>;
  /** The bucket cannot be reached from now on, or no longer. */
  readonly setDown: (isDown: boolean) => void;
  readonly close: () => Promise<void>;
}

interface FoundFile extends MediaObject {
  readonly bytes: Buffer;
}

/** The bucket in memory that tests use. */
export async function openMemory(): Promise<OpenMediaBucket> {
  const memory = createMemoryMediaBucket('media');
  return {
    put: memory.put,
    read: memory.read,
    find: async (key) => memory.objects.get(key),
    setDown: (isDown) => {
      memory.isDown = isDown;
    },
    close: async () => {},
  };
}

/** The bucket on a real engine, to which the emulator adds conditional writes, behind a proxy. */
export async function openS3() {
  const engine = await serveFauxqs(0, undefined);
  engine.createBucket('media');
  const origin = `http://127.0.0.1:${engine.port}`;
  const services = await startAwsServices(() => ({ s3: { engine: origin } }));
  const proxy = await startFaultyProxy(services.endpoint);
  const toClient = (endpoint: string, maxAttempts: number) =>
    new S3Client({ ...clientSettings(endpoint), forcePathStyle: true, maxAttempts });
  const finder = toClient(origin, 1);
  const client = toClient(proxy.endpoint, 1);
  const repeatingClient = toClient(proxy.endpoint, 3);
  const { put, read } = createS3MediaBucket(client, 'media');
  return {
    put,
    read,
    find: (key: string) => findObject(finder, key),
    setDown: (isDown: boolean) => proxy.setFault(isDown ? 'connection reset' : undefined),
    close: async () => {
      for (const each of [finder, client, repeatingClient]) each.destroy();
      await proxy.stop();
      await services.stop();
      await engine.stop();
    },
    proxy,
    /** The same bucket, through a client that repeats its requests as the deployed one does. */
    repeating: createS3MediaBucket(repeatingClient, 'media'),
  };
}

/** The bucket of the simulation. */
export async function openModel(): Promise<OpenMediaBucket> {
  const { environment, run, setOutage } = createSimulation();
  const client = new Bucket('media').clientFor(environment);
  const { put, read } = createS3MediaBucket(client, 'media');
  return {
    put: (object, body) => run(() => put(object, body)),
    read: (key) => run(() => read(key)),
    find: (key) => run(() => findObject(client, key)),
    setDown: (isDown) => setOutage('s3', isDown),
    close: async () => {},
  };
}

async function findObject(client: S3Client, key: string): Promise<FoundFile | undefined> {
  try {
    const command = new GetObjectCommand({ Bucket: 'media', Key: key });
    const { Body, ContentType, ContentDisposition, Metadata } = await client.send(command);
    if (!(Body instanceof Readable)) throw new Error('the body of an object is not a stream');
    return {
      key,
      contentType: ContentType ?? '',
      contentDisposition: ContentDisposition ?? '',
      metadata: Metadata ?? {},
      bytes: await buffer(Body),
    };
  } catch (error) {
    const isMissing = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
    if (isMissing) return undefined;
    throw error;
  }
}
