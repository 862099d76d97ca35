import { createHash } from 'node:crypto';

/**
 * The bytes are whole but have another hash than the provider says. Thrown out of the body before
 * its end, so that the upload is not completed.
 */
export class HashDiffersError extends Error {
  override readonly name = 'HashDiffersError';
}

/** What is known of bytes that have passed. */
export interface PassedBytes {
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Whether that is the provider's hash; absent when the provider gave none. */
  readonly hashVerified?: boolean | undefined;
}

/** A body on its way to the bucket, hashed as it passes. */
export interface HashedBody {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** @throws {Error} when the bytes have not passed to their end */
  passed(): PassedBytes;
}

/**
 * Hashes a body while it is uploaded, so that it is read once and never held.
 *
 * The verdict falls before the end of the bytes is handed on. A body that is refused therefore never
 * becomes an object, and a wrong file is not visible even for a moment.
 *
 * @param expectedSha256 the provider's hash, lower-case hex, if it gave one
 * @param whenDifferent `refuse`: throw {@link HashDiffersError}; `accept`: let it pass and say so
 */
export function hashBody(
  body: AsyncIterable<Uint8Array>,
  expectedSha256: string | undefined,
  whenDifferent: 'refuse' | 'accept',
): HashedBody {
  let passed: PassedBytes | undefined;
  async function* pass(): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for await (const block of body) {
      hash.update(block);
      sizeBytes += block.byteLength;
      yield block;
    }
    const sha256 = hash.digest('hex');
    const hashVerified = expectedSha256 === undefined ? undefined : sha256 === expectedSha256;
    if (hashVerified === false && whenDifferent === 'refuse') {
      throw new HashDiffersError("the bytes do not have the provider's hash");
    }
    passed = { sizeBytes, sha256, hashVerified };
  }
  return {
    bytes: pass(),
    passed: () => {
      if (!passed) throw new Error('the bucket resolved before it had read the whole body');
      return passed;
    },
  };
}
