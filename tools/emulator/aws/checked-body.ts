import { createHash } from 'node:crypto';
import { pipeline, type Readable, Transform } from 'node:stream';
import { AwsError } from './aws-error.ts';

/**
 * A body that must have a hash. It holds its last block back until all of it is there, so that its reader never
 * gets all of a body with another hash.
 *
 * @returns a stream that fails with an {@link AwsError} for another hash
 */
export function checkedBody(body: Readable, sha256: string): Readable {
  const hash = createHash('sha256');
  let held: Buffer | undefined;
  const checked = new Transform({
    transform(block: Buffer, _encoding, done) {
      hash.update(block);
      if (held) this.push(held);
      held = block;
      done();
    },
    flush(done) {
      if (hash.digest('hex') === sha256) return done(null, held);
      done(
        new AwsError(
          'XAmzContentSHA256Mismatch',
          "The provided 'x-amz-content-sha256' header does not match what was computed.",
        ),
      );
    },
  });
  // It also ends the checked body when the sender's connection ends. The reader sees the error.
  return pipeline(body, checked, () => {});
}
