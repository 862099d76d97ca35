import { createHash } from 'node:crypto';
import type { Data } from '../../../shared/contract/index.ts';
import { deriveMessageState } from '../../../shared/reader/message-state.ts';
import type { MediaFile } from '../media-server.ts';
import { type Evidence, isMessage, isToPublish, type StoredEvent } from './evidence.ts';
import type { Ledger } from './rules.ts';

/**
 * Every file of every message in the table ended in `media.stored`, with the bytes of the server, or
 * in `media.failed`, with the right reason, and subscribers received that event. `media.stored`
 * describes the object that is in the bucket, whichever attempt stored it, and there is one such event
 * for each file.
 */
export function checkMedia(evidence: Evidence, ledger: Ledger): void {
  const { stories, storedByPartition, publishedTexts } = evidence;
  for (const { provider, id, files } of stories.messages) {
    const records = storedByPartition.get(`message#${provider}#${id}`) ?? [];
    if (files.length === 0 || !records.some(isMessage)) continue;
    const { media } = deriveMessageState(records.map(({ event }) => event));
    for (const [index, file] of files.entries()) {
      const what = () => `${id} ${index} (${file.serving})`;
      const state = media[index];
      // Two last attempts at the same time can fail for two reasons: the second one is a conflict.
      const outcomes = records
        .filter(isToPublish)
        .filter(({ event }) => isOutcomeOf(index, event.detail.data));
      const hasOutcome = state !== undefined && state.state !== 'pending';
      ledger.check('media: has an outcome', hasOutcome, what);
      for (const { text } of outcomes) {
        ledger.check('media: the outcome is on the bus', publishedTexts.has(text), what);
      }
      if (state?.state === 'failed') {
        // By a wrong clock, an earlier attempt that failed otherwise may seem to be the last one.
        const reasons = outcomes.flatMap(({ event: { detail } }) => reasonOf(detail.data) ?? []);
        const isRight = reasons.some((reason) => isLost(file, reason));
        ledger.check('media: failed for its reason', isRight, () => `${what()} ${reasons}`);
      }
      if (state?.state !== 'stored') continue;
      // A record that was written again after it had expired is the same event.
      const stored = new Set(outcomes.filter(isStored).map(({ sk }) => sk));
      ledger.check('media: reported once', stored.size === 1, what);
      checkBytes(state.stored, file, evidence, ledger, what);
    }
  }
}

function checkBytes(
  { key, sha256, hashVerified }: Data<'media.stored'>,
  file: MediaFile,
  { gateway }: Evidence,
  ledger: Ledger,
  what: () => string,
): void {
  const bytes = gateway.media.objects.get(key);
  const isRight = bytes !== undefined && isServed(file, bytes);
  ledger.check('media: the right bytes', isRight, what);
  if (!isRight) return;
  const actual = createHash('sha256').update(bytes).digest('hex');
  ledger.check('media: the hash of its bytes', sha256 === actual, what);
  const isDeclared = hashVerified === isDeclaredHash(file, actual);
  ledger.check('media: says whether the hash is right', isDeclared, what);
}

function isOutcomeOf(index: number, data: object): boolean {
  return 'media' in data && (data.media as { readonly index?: number }).index === index;
}

function reasonOf(data: object): string | undefined {
  return 'reason' in data && typeof data.reason === 'string' ? data.reason : undefined;
}

function isStored({ event, kind }: StoredEvent): boolean {
  return kind === 'original' && event['detail-type'] === 'media.stored';
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

/**
 * Only a file that the server no longer has can be lost. For an id, the API does not say whether the
 * file is gone or the token may not read it. Such a message stays in the dead-letter queue, for the
 * operator who renews the token.
 */
function isLost(file: MediaFile, reason: string): boolean {
  const expected = file.id === undefined ? ['gone', 'refused'] : ['not_authorized'];
  return file.serving === 'gone' && expected.includes(reason);
}
