/** A piece of a body, all but the last of them of the same length. */
export interface BodyPart {
  /** Good until the next part is asked for. */
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

/**
 * Cuts a body into parts, of which there is at least one. All parts use the same memory, one after
 * the other: however long the body, no more than `partBytes` of it are held.
 *
 * @throws what the body throws; the part that was being filled then never comes
 */
export async function* toParts(
  body: AsyncIterable<Uint8Array>,
  partBytes: number,
): AsyncGenerator<BodyPart> {
  const buffer = Buffer.allocUnsafeSlow(partBytes);
  let filledBytes = 0;
  for await (const block of body) {
    for (let offset = 0; offset < block.length; ) {
      // A full part is handed on when a byte comes after it: only then is it not the last.
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
