/** Where a mirrored file is, as `media.stored` reports it. */
export interface MediaObject {
  readonly bucket: string;
  readonly key: string;
}

/** S3's limit. */
const maxSeconds = 7 * 24 * 60 * 60;

/** @throws {RangeError} for a time for which S3 does not sign a link */
export function checkLinkSeconds(seconds: number): void {
  if (seconds >= 1 && seconds <= maxSeconds) return;
  throw new RangeError(`a link is valid for 1 to ${maxSeconds} seconds`);
}
