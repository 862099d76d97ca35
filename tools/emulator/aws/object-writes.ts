import { AwsError } from './aws-error.ts';
import type { AwsCall } from './call.ts';

/** Adds `If-None-Match: *`, which the engine does not support, to the writes of S3 objects. */
export interface ObjectWrites {
  /**
   * Runs a call. A call that writes an object waits until no other write of the object runs.
   *
   * @param exists whether there is an object under the call's key
   * @throws {AwsError} `PreconditionFailed` when the object exists and the call has
   *   `If-None-Match: *`; the call does not run then
   */
  inTurn(call: AwsCall, exists: () => Promise<boolean>, run: () => Promise<void>): Promise<void>;
}

/**
 * Runs the writes of each object one after another, so that only one of two conditional writes finds
 * the key free.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function createObjectWrites(): ObjectWrites {
  const lastOf = new Map<string, Promise<void>>();
  return {
    inTurn: async (call, exists, run) => {
      const object = objectWrittenBy(call);
      if (object === undefined) return run();
      const before = lastOf.get(object);
      const turn = (async () => {
        await before?.catch(() => undefined);
        if (call.headers['if-none-match'] === '*' && (await exists())) throw preconditionFailed();
        await run();
      })();
      lastOf.set(object, turn);
      try {
        await turn;
      } finally {
        if (lastOf.get(object) === turn) lastOf.delete(object);
      }
    },
  };
}

/** Path of the object that a call writes or deletes; a part of a multipart upload changes no object. */
function objectWrittenBy({ method, url }: AwsCall): string | undefined {
  const { pathname, searchParams: query } = new URL(url, 'http://s3.local');
  const writes =
    (method === 'PUT' && !query.has('partNumber')) ||
    (method === 'POST' && query.has('uploadId')) ||
    (method === 'DELETE' && !query.has('uploadId'));
  return writes ? pathname : undefined;
}

function preconditionFailed(): AwsError {
  return new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
  );
}
