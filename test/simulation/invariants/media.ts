import { createHash } from 'node:crypto';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { deriveMessageState } from '../../../shared/reader/message-state.ts';
import type { MediaFile } from '../media-server.ts';
import type { Evidence } from './evidence.ts';
import type { Violation } from './violation.ts';

/**
 * Every file of every message in the table ended in `media.stored`, with the bytes of the server, or
 * in `media.failed`, with the right reason. `media.stored` describes the object that is in the bucket,
 * whichever attempt stored it, and there is one such event for each file.
 */
export function* checkMedia({ stories, stored, gateway }: Evidence): Generator<Violation> {
  for (const { provider, id, files } of stories.messages) {
    const pk = `message#${provider}#${id}`;
    const records = stored.filter((record) => record.pk === pk);
    const state = deriveMessageState(records.map(({ event }) => event));
    for (const [index, media] of state.media.entries()) {
      const file = files[index];
      const what = `${id} ${index} (${file?.serving})`;
      if (media.state === 'pending') yield { invariant: 'media: has an outcome', what };
      if (media.state === 'failed' && !isLost(file, media.failed.reason)) {
        yield { invariant: 'media: failed for its reason', what: `${what} ${media.failed.reason}` };
      }
      if (media.state !== 'stored') continue;
      if (records.filter(({ event }) => isStoredEvent(event, index)).length > 1) {
        yield { invariant: 'media: reported once', what };
      }
      const { key, sha256, hashVerified } = media.stored;
      const bytes = gateway.media.objects.get(key);
      if (file === undefined || bytes === undefined || !isServed(file, bytes)) {
        yield { invariant: 'media: the right bytes', what };
      } else if (sha256 !== createHash('sha256').update(bytes).digest('hex')) {
        yield { invariant: 'media: the hash of its bytes', what };
      } else if (hashVerified !== isDeclaredHash(file, sha256)) {
        yield { invariant: 'media: says whether the hash is right', what };
      }
    }
  }
}

function isServed({ serving, bytes, otherBytes }: MediaFile, stored: Buffer): boolean {
  return stored.equals(bytes) || (serving === 'changing' && stored.equals(otherBytes));
}

/** @returns `undefined` if the provider declared no hash */
function isDeclaredHash({ declaredSha256 }: MediaFile, sha256: string): boolean | undefined {
  return declaredSha256 === undefined
    ? undefined
    : Buffer.from(declaredSha256, 'base64').toString('hex') === sha256;
}

function isStoredEvent({ detail }: TributaryEvent, index: number): boolean {
  const { metadata, data } = detail;
  return metadata.type === 'media.stored' && 'media' in data && data.media.index === index;
}

/**
 * Only a file that the server no longer has can be lost. For an id, the API does not say whether the
 * file is gone or the token may not read it. Such a message stays in the dead-letter queue, for the
 * operator who renews the token.
 */
function isLost(file: MediaFile | undefined, reason: string): boolean {
  const expected = file?.id === undefined ? 'gone' : 'not_authorized';
  return file?.serving === 'gone' && reason === expected;
}
