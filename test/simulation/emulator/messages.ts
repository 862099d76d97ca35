import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withLocalMedia } from '../../../tools/emulator-client/callback-fixtures.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import type { Random } from '../random.ts';
import { fillFixture } from '../traffic/fixtures.ts';

/** Fixtures of messages with a file, used in rotation, and the file of `fixtures/media` that each links to. */
const mediaFixtures = [
  { fixture: 'incs/new_message.whatsapp-image', file: 'photo.jpg' },
  { fixture: 'incs/new_message.whatsapp-video', file: 'clip.mp4' },
  { fixture: 'incs/new_message.whatsapp-voice', file: 'voice.ogg' },
  { fixture: 'incs/new_message.whatsapp-document', file: 'sheet.xlsx' },
  { fixture: 'incs/new_message.whatsapp-sticker', file: 'sticker.webp' },
] as const;

/** One message in this number has a file. */
const mediaEvery = 20;

/** One callback in this number has a body that does not fit into its item, and one is unrecognized. */
const payloadEvery = 50;
const largeRest = 7;
const unrecognizedRest = 13;

/** More than fits into an item: the table has the event, and the payload bucket the body. */
const largeBytes = 360_000;

/** The message numbers of a load of callbacks, of which a share repeats an earlier number. */
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

/** The callback of a message; the same number gives the same message. */
export function toCallback(message: number, localOrigin: string): string {
  const id = { 'message.messages.0.id': messageId(message) };
  const media = mediaOf(message);
  if (media) return withLocalMedia(fillFixture(media.fixture, id), localOrigin);
  if (isUnrecognized(message))
    return fillFixture('incs/invalid.unknown-event', { channel_id: message });
  const text = { 'message.messages.0.text.body': `message ${message}` };
  const body = fillFixture('incs/new_message.whatsapp-text', { ...id, ...text });
  if (message % payloadEvery !== largeRest) return body;
  return JSON.stringify({ ...JSON.parse(body), padding: 'x'.repeat(largeBytes) });
}

/** Whether the callback is unrecognized, so that it is quarantined and has no message. */
export function isUnrecognized(message: number): boolean {
  return message % payloadEvery === unrecognizedRest;
}

/** SHA-256, in hex, of a callback that goes to the payload bucket; undefined for any other. */
export function payloadHashOf(message: number): string | undefined {
  if (!isUnrecognized(message) && message % payloadEvery !== largeRest) return undefined;
  return hash('sha256', toCallback(message, ''));
}

/** SHA-256, in hex, of the file of a message; undefined for a message without one. */
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
