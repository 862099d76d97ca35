import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { serveFauxqs } from '../../tools/emulator/engines/fauxqs-server.ts';
import { startAwsServices } from './aws-services.ts';
import { startFaultyProxy } from './faulty-proxy.ts';

/**
 * A bucket of the emulator, on a real engine in memory: adapters write through a proxy, tests read past
 * it.
 */
export async function startPayloadBucket() {
  const bucket = 'payloads';
  const engine = await serveFauxqs(0, undefined);
  engine.createBucket(bucket);
  const origin = `http://127.0.0.1:${engine.port}`;
  const services = await startAwsServices(() => ({ s3: { engine: origin } }));
  const proxy = await startFaultyProxy(services.endpoint);
  const toSettings = (endpoint: string) => ({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    forcePathStyle: true,
    maxAttempts: 1,
  });
  const reader = new S3Client(toSettings(origin));
  const client = new S3Client(toSettings(proxy.endpoint));
  return {
    bucket,
    proxy,
    /** Writes through the proxy, and does not repeat its calls. */
    client,
    /** The content of a key; `undefined` when there is no such object. */
    read: async (Key: string): Promise<Buffer | undefined> => {
      try {
        const { Body } = await reader.send(new GetObjectCommand({ Bucket: bucket, Key }));
        return Buffer.from((await Body?.transformToByteArray()) ?? []);
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    keys: async (): Promise<readonly string[]> => {
      const { Contents = [] } = await reader.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.flatMap(({ Key }) => Key ?? []);
    },
    setDown: (isDown: boolean) => proxy.setFault(isDown ? 'connection reset' : undefined),
    close: async (): Promise<void> => {
      reader.destroy();
      client.destroy();
      await proxy.stop();
      await services.stop();
      await engine.stop();
    },
  };
}
