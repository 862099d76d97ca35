import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PayloadStore } from '../../../shared/payloads/payload-store.ts';
import { createS3PayloadStore } from '../../../shared/payloads/s3-payload-store.ts';
import { createS3PayloadBucket } from '../../../tools/operator/aws/s3-payload-bucket.ts';
import { Bucket } from '../../simulation/aws/s3.ts';
import { type Fault, s3Faults } from '../../support/faulty-proxy.ts';
import { createMemoryPayloadStore } from '../../support/memory-payload-store.ts';
import { startPayloadBucket } from '../../support/payload-bucket.ts';
import { clientSettings } from './client-settings.ts';
import { expectToWait } from './expect-to-wait.ts';
import { createSimulation } from './simulation.ts';

/**
 * The payload store: bodies that cannot be read, items that the contract has no event for, and raw
 * JSON that is too large for an item of the table.
 *
 * Guaranteed:
 * - when `put` returns, the content is durable, and reads back byte for byte;
 * - the first content of a key stays, however often and by whichever adapter the key is put again;
 * - all errors are retryable, and after one the same call may be made again.
 *
 * Not guaranteed: that nothing was written when `put` throws.
 */
interface OpenPayloadStore {
  readonly put: PayloadStore['put'];
  /** The content of a key, read past the store. */
  readonly read: (key: string) => Promise<Buffer | undefined>;
  readonly keys: () => Promise<readonly string[]>;
  /** The store cannot be reached from now on, or no longer. */
  readonly setDown: (isDown: boolean) => void;
  readonly close: () => Promise<void>;
}

async function openMemory(): Promise<OpenPayloadStore> {
  const memory = createMemoryPayloadStore();
  return {
    put: memory.put,
    read: async (key) => {
      const json = memory.objects.get(key);
      return json === undefined ? undefined : Buffer.from(json);
    },
    keys: async () => [...memory.objects.keys()],
    setDown: (isDown) => {
      memory.isDown = isDown;
    },
    close: async () => {},
  };
}

/** As a callback writes it: by one signed request. */
async function openSignedRequest(wait?: () => Promise<void>) {
  const bucket = await startPayloadBucket();
  const { region, credentials, sha256 } = bucket.client.config;
  // What ends an attempt is in test/unit/payloads and test/contract/handlers, and not the machine.
  const limits = { attempts: 3, attemptMs: 60_000, totalMs: 120_000 };
  const domainOf = () => 'amazonaws.com';
  const settings = { bucket: 'payloads', region, credentials, sha256, domainOf, limits };
  const { put } = createS3PayloadStore({ ...settings, endpoint: bucket.proxy.endpoint, wait });
  const withoutCredentials = createS3PayloadStore({
    ...settings,
    endpoint: bucket.proxy.endpoint,
    credentials: async () => {
      throw new Error('the credentials cannot be fetched');
    },
  });
  return { ...bucket, put, withoutCredentials };
}

/** As the operator's commands write it: through the SDK. */
async function openSdk() {
  const bucket = await startPayloadBucket();
  const { put } = createS3PayloadBucket(bucket.client, 'payloads');
  const withoutCredentials = createS3PayloadBucket(
    new S3Client({
      ...clientSettings(bucket.proxy.endpoint),
      credentials: async () => {
        throw new Error('the credentials cannot be fetched');
      },
    }),
    'payloads',
  );
  return { ...bucket, put, withoutCredentials };
}

async function openModel(): Promise<OpenPayloadStore> {
  const { environment, run, setOutage } = createSimulation();
  const bucket = new Bucket('payloads');
  const { credentials, region, sha256 } = new S3Client(clientSettings('https://s3.example')).config;
  const { put } = createS3PayloadStore({
    bucket: bucket.name,
    region,
    credentials,
    sha256,
    domainOf: () => 'example',
    endpoint: 'https://s3.example',
    fetch: bucket.fetchFor(environment),
    wait: environment.sleep,
  });
  return {
    put: (key, json) => run(() => put(key, json)),
    read: async (key) => bucket.objects.get(key),
    keys: async () => [...bucket.objects.keys()],
    setDown: (isDown) => setOutage('s3', isDown),
    close: async () => {},
  };
}

const unavailable = {
  name: 'TributaryError',
  code: 'payload_store_unavailable',
  retryable: true,
};

describe.each([
  ['in memory', openMemory],
  ['in S3, by a signed request', () => openSignedRequest()],
  ['in S3, through the SDK', openSdk],
  ['in the S3 of the simulation', openModel],
])('a payload store %s', (_where, open) => {
  let opened: OpenPayloadStore;

  beforeAll(async () => {
    opened = await open();
  });
  afterEach(() => opened.setDown(false));
  afterAll(() => opened.close());

  it.each([
    ['plain JSON', '{"lines":["Hello"]}'],
    ['texts that are not ASCII', '{"text":"Grüße, 図 \u{1F600} \u0000","name":"Zoë"}'],
    [
      'escapes and spaces as the provider wrote them',
      '{ "a" :\t"\\u00fc\\ud83d\\/" ,\r\n"a":1.0 }',
    ],
    ['3 MB', JSON.stringify({ text: 'ü'.repeat(1_500_000) })],
  ])('reads back %s byte for byte when the call returns', async (name, json) => {
    const key = `raw/incs/${name.replaceAll(/\W/g, '-')}.json`;
    await opened.put(key, json);
    expect((await opened.read(key))?.equals(Buffer.from(json))).toBe(true);
  });

  it('stores an object under its whole key, and nothing else', async () => {
    const before = await opened.keys();
    await opened.put('quarantine/incs/2026-01-02/0a1b.json', '{}');
    expect((await opened.keys()).filter((key) => !before.includes(key))).toEqual([
      'quarantine/incs/2026-01-02/0a1b.json',
    ]);
  });

  it('leaves an object as it is when its key is put with other bytes', async () => {
    const put = (json: string) => opened.put('quarantine/incs/first.json', json);
    await put('{"body":"{ }"}');
    await put('{"body":"{}"}');
    expect((await opened.read('quarantine/incs/first.json'))?.toString()).toBe('{"body":"{ }"}');
  });

  it('has an object once when it is put again, also when calls are concurrent', async () => {
    const put = () => opened.put('unmapped/incs/notes/repeated.json', '{"a":1}');
    await put();
    await Promise.all(Array.from({ length: 10 }, put));
    expect((await opened.read('unmapped/incs/notes/repeated.json'))?.toString()).toBe('{"a":1}');
  });

  it('throws a retryable error while it cannot be reached, and stores the content later', async () => {
    opened.setDown(true);
    const put = () => opened.put('raw/incs/outage.json', '{}');
    await expect(put()).rejects.toMatchObject(unavailable);
    opened.setDown(false);
    await put();
    expect((await opened.read('raw/incs/outage.json'))?.toString()).toBe('{}');
  });
});

describe.each([
  ['by a signed request', () => openSignedRequest()],
  ['through the SDK', openSdk],
])('a payload store in S3, %s, that is disturbed', (_how, open) => {
  let opened: Awaited<ReturnType<typeof open>>;

  beforeAll(async () => {
    opened = await open();
  });
  afterEach(() => opened.proxy.setFault(undefined));
  afterAll(() => opened.close());

  it.each(Object.entries(s3Faults))('throws a retryable error when %s', async (_name, fault) => {
    opened.proxy.setFault(fault);
    await expect(opened.put('raw/incs/fault.json', '{}')).rejects.toMatchObject(unavailable);
  });

  it('throws a retryable error when there are no credentials', async () => {
    await expect(
      opened.withoutCredentials.put('raw/incs/credentials.json', '{}'),
    ).rejects.toMatchObject(unavailable);
  });

  it('does not return before the bucket has confirmed the object', async () => {
    await expectToWait(
      opened.proxy,
      () => opened.put('raw/incs/held.json', '{}'),
      async () => (await opened.read('raw/incs/held.json')) !== undefined,
    );
  });
});

describe('a payload store in S3 by a signed request', () => {
  const xml = (status: number, code: string) => ({
    status,
    contentType: 'application/xml',
    body: `<Error><Code>${code}</Code><Message>A message.</Message></Error>`,
  });
  const faults: Readonly<Record<string, Fault>> = {
    ...s3Faults,
    '301 PermanentRedirect': xml(301, 'PermanentRedirect'),
    '400 RequestTimeout': xml(400, 'RequestTimeout'),
    '400 BadDigest': xml(400, 'BadDigest'),
    '404 NoSuchBucket': xml(404, 'NoSuchBucket'),
    '409 ConditionalRequestConflict': xml(409, 'ConditionalRequestConflict'),
    '429 TooManyRequests': xml(429, 'TooManyRequests'),
    '500 InternalError': xml(500, 'InternalError'),
    '501 NotImplemented': xml(501, 'NotImplemented'),
    '502 without a body': { status: 502, contentType: 'text/plain', body: '' },
    '504 without a body': { status: 504, contentType: 'text/plain', body: '' },
  };
  let own: Awaited<ReturnType<typeof openSignedRequest>>;
  let sdk: PayloadStore;

  beforeAll(async () => {
    own = await openSignedRequest(async () => {});
    const client = new S3Client({ ...clientSettings(own.proxy.endpoint), maxAttempts: 3 });
    sdk = createS3PayloadBucket(client, 'payloads');
  });
  afterEach(() => own.proxy.setFault(undefined));
  afterAll(() => own.close());

  async function countRequests(put: PayloadStore['put']): Promise<number> {
    const before = own.proxy.requests();
    await expect(put('raw/incs/retries.json', '{}')).rejects.toMatchObject(unavailable);
    return own.proxy.requests() - before;
  }

  it.each(Object.entries(faults))('sends as many requests as the SDK when %s', async (_, fault) => {
    own.proxy.setFault(fault);
    expect(await countRequests(own.put)).toBe(await countRequests(sdk.put));
  });

  it.each(
    Object.entries(faults).filter(([name]) => /reset|lost|throttled|unavailable|500/.test(name)),
  )('stores the object with another request after %s', async (name, fault) => {
    const key = `raw/incs/after-${name.replaceAll(/\W/g, '-')}.json`;
    own.proxy.setFault(fault, { once: true });
    await own.put(key, '{"a":"ü"}');
    expect((await own.read(key))?.toString()).toBe('{"a":"ü"}');
  });
});
