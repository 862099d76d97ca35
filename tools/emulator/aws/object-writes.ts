import { AwsError } from './aws-error.ts';
import type { AwsCall } from './call.ts';

/** Hands calls of S3 on, with what the engine does not do: `If-None-Match: *`. */
export type ObjectWrites = {
  /**
   * Runs a call, if it writes an object: when no other write of the same object runs.
   *
   * @param exists whether there is an object under the call's key.
   * @throws {AwsError} `PreconditionFailed` when there is one and the call has `If-None-Match: *`;
   *   the call is not run then.
   */
  inTurn(call: AwsCall, exists: () => Promise<boolean>, run: () => Promise<void>): Promise<void>;
};

/**
 * Puts the writes of each object one after another, so that of two conditional ones only one finds
 * nothing under the key.
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

/** Path of the object that is another one after the call; parts of an upload change none. */
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
