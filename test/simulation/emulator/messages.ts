import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withLocalMedia } from '../../../tools/emulator-client/callback-fixtures.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import type { Random } from '../random.ts';
import { fillFixture } from '../traffic/fixtures.ts';

/** Messages with a file, by turns, and the file of `fixtures/media` that each links to. */
const mediaFixtures = [
  { fixture: 'incs/new_message.whatsapp-image', file: 'photo.jpg' },
  { fixture: 'incs/new_message.whatsapp-video', file: 'clip.mp4' },
  { fixture: 'incs/new_message.whatsapp-voice', file: 'voice.ogg' },
  { fixture: 'incs/new_message.whatsapp-document', file: 'sheet.xlsx' },
  { fixture: 'incs/new_message.whatsapp-sticker', file: 'sticker.webp' },
] as const;

/** One message in so many has a file. */
const mediaEvery = 20;

/** One in so many has a body that does not fit into its item, and one is of a kind that nobody knows. */
const payloadEvery = 50;
const largeRest = 7;
const unknownRest = 13;

/** More than an item holds; the table has the event then, and the payload bucket the body. */
const largeBytes = 360_000;

/** Numbers of the messages that so many callbacks tell, a share of them once more. */
export function planMessages(
  callbacks: number,
  duplicates: number,
  random: Random,
): readonly number[] {
  let fresh = 0;
  return Array.from({ length: callbacks }, () => {
    if (fresh > 0 && random.chance(duplicates)) return random.integer(0, fresh - 1);
    fresh += 1;
    return fresh - 1;
  });
}

/** Id of the message with a number, as the gateway knows it. */
export function messageId(message: number): string {
  return `wamid.load-${message}`;
}

/** The callback that tells a message; the same number is the same message. */
export function toCallback(message: number, localOrigin: string): string {
  const id = { 'message.messages.0.id': messageId(message) };
  const media = mediaOf(message);
  if (media) return withLocalMedia(fillFixture(media.fixture, id), localOrigin);
  if (isUnknown(message)) return fillFixture('incs/invalid.unknown-event', { channel_id: message });
  const text = { 'message.messages.0.text.body': `message ${message}` };
  const body = fillFixture('incs/new_message.whatsapp-text', { ...id, ...text });
  if (message % payloadEvery !== largeRest) return body;
  return JSON.stringify({ ...JSON.parse(body), padding: 'x'.repeat(largeBytes) });
}

/** Whether nobody understands the callback, so that it is quarantined instead of a message. */
export function isUnknown(message: number): boolean {
  return message % payloadEvery === unknownRest;
}

/** SHA-256 of the callback, in hex, when it goes to the payload bucket; undefined for one that does not. */
export function payloadHashOf(message: number): string | undefined {
  if (!isUnknown(message) && message % payloadEvery !== largeRest) return undefined;
  return hash('sha256', toCallback(message, ''));
}

/** SHA-256 of the file of a message, in hex; undefined for a message without one. */
export function mediaHashOf(message: number): string | undefined {
  const media = mediaOf(message);
  return media && hashes.get(media.file);
}

function mediaOf(message: number): (typeof mediaFixtures)[number] | undefined {
  if (message % mediaEvery !== 0) return undefined;
  return mediaFixtures[(message / mediaEvery) % mediaFixtures.length];
}

const hashes = new Map(
  mediaFixtures.map(({ file }) => {
    const bytes = readFileSync(path.join(projectDirectory, 'fixtures/media', file));
    return [file, hash('sha256', bytes)];
  }),
);
