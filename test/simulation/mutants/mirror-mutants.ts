import { CompleteMultipartUploadCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import type { EventStore, StoreOutcome } from '../../../shared/table/event-store.ts';
import { type GatewayCode, gatewayCode } from '../gateway-code.ts';
import { type Changes, withPuts, withStore } from './mutant.ts';

/** Stores the outcomes of files in another way. */
function withOutcomes(
  change: (store: EventStore['store'], record: EventRecord) => Promise<StoreOutcome>,
): Partial<GatewayCode> {
  return withStore((store, record) =>
    record.key.sk.startsWith('media#') ? change(store, record) : store(record),
  );
}

let attempts = 0;

export const mirrorChanges: Changes = {
  'does not store the outcomes of files': [
    'media: has an outcome',
    withOutcomes(async () => 'stored'),
  ],
  'stores an outcome for each attempt at a file': [
    'media: reported once',
    withOutcomes((store, record) => {
      attempts += 1;
      return store({ ...record, key: { ...record.key, sk: `${record.key.sk}#${attempts}` } });
    }),
  ],
  'takes the declared hash of a file for right': [
    'media: says whether the hash is right',
    withOutcomes((store, record) => {
      const { detail } = record.event;
      if (detail.metadata.type !== 'media.stored') return store(record);
      const data = { ...detail.data, hashVerified: true };
      // TypeScript does not follow that the copy is of the same member of the union.
      const event = { ...record.event, detail: { ...detail, data } } as EventRecord['event'];
      return store({ ...record, event });
    }),
  ],
  'does not mark the outcomes of files for publication': [
    'media: the outcome is on the bus',
    withPuts((input) => {
      const { publish, ...Item } = input.Item ?? {};
      return Item.sk?.S?.startsWith('media#') ? { ...input, Item } : input;
    }),
  ],
  'reports every message to the mirror as done': [
    'dead letter: in full in the queue',
    {
      createMirrorHandler: (ports) => {
        const handler = gatewayCode.createMirrorHandler(ports);
        return async (event, context) => {
          await handler(event, context);
          return { batchItemFailures: [] };
        };
      },
    },
  ],
  'fetches a file by its id without the access token': [
    'media: failed for its reason',
    {
      createMirrorHandler: (ports) =>
        gatewayCode.createMirrorHandler({
          ...ports,
          locateMedia: async (...args) => {
            const location = await ports.locateMedia(...args);
            return location.kind === 'located' ? { ...location, credentials: undefined } : location;
          },
        }),
    },
  ],
  'believes at once that a file is gone': [
    'media: failed for its reason',
    {
      createMirrorHandler: (ports) =>
        gatewayCode.createMirrorHandler({
          ...ports,
          fetchMedia: async (...args) => {
            const opened = await ports.fetchMedia(...args);
            return opened.kind === 'failed'
              ? { ...opened, failure: { ...opened.failure, mayBeLate: false } }
              : opened;
          },
        }),
    },
  ],
  'does not notice a truncated download': [
    'media: the right bytes',
    {
      createMirrorHandler: (ports) =>
        gatewayCode.createMirrorHandler({
          ...ports,
          fetchMedia: async (...args) => {
            const opened = await ports.fetchMedia(...args);
            if (opened.kind === 'failed') return opened;
            const { response } = opened;
            return { ...opened, response: { ...response, body: ignoreTruncation(response.body) } };
          },
        }),
    },
  ],
  'overwrites a stored file when SQS delivers a message again': [
    'media: the hash of its bytes',
    {
      createS3MediaBucket: (client, name) => {
        const unconditional: typeof client = Object.assign(Object.create(client), {
          send: (command: object) => {
            if (command instanceof PutObjectCommand) delete command.input.IfNoneMatch;
            if (command instanceof CompleteMultipartUploadCommand) delete command.input.IfNoneMatch;
            return Reflect.apply(client.send, client, [command]);
          },
        });
        return gatewayCode.createS3MediaBucket(unconditional, name);
      },
    },
  ],
  'reports the file that it downloaded and not the one that was stored before': [
    'media: the hash of its bytes',
    {
      createS3MediaBucket: (...args) => {
        const bucket = gatewayCode.createS3MediaBucket(...args);
        const put: typeof bucket.put = async (...file) => {
          await bucket.put(...file);
          return 'stored';
        };
        return { ...bucket, put };
      },
    },
  ],
  'reports a file as stored without storing it': [
    'media: the right bytes',
    {
      createS3MediaBucket: (...args) => ({
        ...gatewayCode.createS3MediaBucket(...args),
        put: async (_object, body) => {
          for await (const _block of body);
          return 'stored';
        },
      }),
    },
  ],
};

async function* ignoreTruncation(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch {
    // The defect: the bytes so far are treated as the whole file.
  }
}
