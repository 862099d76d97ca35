/** A part of a body; all parts but the last have the same length. */
export interface BodyPart {
  /** Valid until the next part is requested. */
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

/**
 * Splits a body into one or more parts. All parts share the same memory, one after the other: however
 * long the body is, only `partBytes` of it are in memory.
 *
 * @throws what the body throws; the part that was being filled is then dropped
 */
export async function* toParts(
  body: AsyncIterable<Uint8Array>,
  partBytes: number,
): AsyncGenerator<BodyPart> {
  const buffer = Buffer.allocUnsafeSlow(partBytes);
  let filledBytes = 0;
  for await (const block of body) {
    for (let offset = 0; offset < block.length; ) {
      // A full part is passed on only when another byte follows: until then it may be the last.
      if (filledBytes === partBytes) {
        yield { bytes: buffer, isLast: false };
        filledBytes = 0;
      }
      const fitting = block.subarray(offset, offset + partBytes - filledBytes);
      buffer.set(fitting, filledBytes);
      offset += fitting.length;
      filledBytes += fitting.length;
    }
  }
  yield { bytes: buffer.subarray(0, filledBytes), isLast: true };
}
