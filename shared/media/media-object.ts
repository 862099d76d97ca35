import { createHmac } from 'node:crypto';
import type { User } from '../contract/index.ts';
import { type MediaItem, mediaRole } from '../contract/media.ts';

/** File extensions by type: every type of WhatsApp (Cloud API, "Media", read 2026-11-21) and of RCS. */
const extensions: Readonly<Record<string, string>> = {
  'application/msword': 'doc',
  'application/pdf': 'pdf',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/zip': 'zip',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
  'audio/mp4': 'm4a',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'text/calendar': 'ics',
  'text/csv': 'csv',
  'text/plain': 'txt',
  'text/vcard': 'vcf',
  'video/3gpp': '3gp',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
};

/** The message that a file belongs to. */
export interface MediaOrigin {
  readonly provider: string;
  /** When the message was written, ISO 8601 in UTC. */
  readonly occurredAt: string;
  /** `metadata.id` of the message's event. */
  readonly eventId: string;
}

/**
 * Folder of a message's files in the media bucket: `<provider>/<UTC day>/<event id>/`. A file can be
 * there without its `media.stored`: the upload is the first of two writes.
 */
export function mediaFolder({ provider, occurredAt, eventId }: MediaOrigin): string {
  const day = toSegment(occurredAt.slice(0, 10));
  return `${mediaPrefix(provider)}${day}/${toSegment(eventId)}/`;
}

/** Beginning of the keys of all files of one provider. */
export function mediaPrefix(provider: string): string {
  return `${toSegment(provider)}/`;
}

/**
 * Key of a file in the media bucket: `<provider>/<UTC day>/<event id>/<index>-<role>.<extension>`, with
 * `-<copy>` after the role of a further copy.
 *
 * It depends only on the event, so that a second attempt finds the file that the first one stored. It
 * contains no text of a user; every character other than `A-Z a-z 0-9 . _ -` becomes `-`.
 *
 * @param copy `copy` of `media.stored`
 */
export function mediaKey(origin: MediaOrigin, item: MediaItem, copy?: number): string {
  return mediaFolder(origin) + toSegment(mediaFileName(item, copy));
}

/** `<index>-<role>.<extension>`: the name of a file that its sender has not named. */
export function mediaFileName(item: MediaItem, copy?: number): string {
  const name = [item.index, item.role, copy].filter((part) => part !== undefined).join('-');
  const extension = toExtension(item);
  return extension ? `${name}.${extension}` : name;
}

/** What the key of a mirrored file says. */
export interface ParsedMediaKey {
  readonly provider: string;
  /** UTC day, `2026-11-21`. */
  readonly day: string;
  readonly eventId: string;
  /** Position in the message's `media[]`. */
  readonly index: number;
  readonly role: MediaItem['role'];
  /** Absent for the first copy. */
  readonly copy: number | undefined;
  readonly extension: string | undefined;
}

/** @returns `undefined` for a key that `mediaKey` does not make */
export function parseMediaKey(key: string): ParsedMediaKey | undefined {
  const [provider, day, eventId, file, ...rest] = key.split('/');
  if (!provider || !day || !eventId || file === undefined || rest.length > 0) return undefined;
  const [, index, word, copy, extension] =
    /^(\d+)-([a-z]+)(?:-(\d+))?(?:\.([a-z0-9]{1,8}))?$/.exec(file) ?? [];
  const role = mediaRole.options.find((each) => each === word);
  if (index === undefined || role === undefined) return undefined;
  return {
    provider,
    day,
    eventId,
    index: Number(index),
    role,
    copy: copy === undefined ? undefined : Number(copy),
    extension,
  };
}

/** By the provider's type; for a type that is not in the table, by the sender's file name. */
function toExtension({ mimeType, filename }: MediaItem): string | undefined {
  const type = mimeType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (Object.hasOwn(extensions, type)) return extensions[type];
  return filename?.match(/\.([A-Za-z0-9]{1,8})$/)?.[1]?.toLowerCase();
}

/** Dots alone become `-`: on a disk, such a folder would be another one. */
function toSegment(text: string): string {
  return text.replace(/[^\w.-]/g, '-').replace(/^\.+$/, '-');
}

/** The metadata of a mirrored file that says whose it is: hashes of the user's names, with commas. */
const userHashMetadata = 'user-hashes';

/**
 * Hash of a phone number or an id. A file and its outcome outlive the event record that names the user for
 * a time; by this hash an erasure still finds them. Without the key, no one who may read them can try all
 * phone numbers.
 *
 * @param key the id of the stack: CloudFormation makes it, it ends in a random UUID, and only the
 *   functions and the operators of the account know it (`docs/adr/0024-erasing-a-user.md`)
 */
export function hashUserName(name: string, key: string): string {
  return createHmac('sha256', key).update(name).digest('hex').slice(0, 32);
}

/** One hash for each name that the user has; none for a message without one. */
export function hashUserNames(user: Partial<User> | undefined, key: string): readonly string[] {
  const { phone, id, parentId } = user ?? {};
  return [phone, id, parentId].flatMap((name) =>
    name === undefined ? [] : hashUserName(name, key),
  );
}

/** The metadata of a file of the user with these hashes. */
export function toUserMetadata(hashes: readonly string[]): Readonly<Record<string, string>> {
  return hashes.length === 0 ? {} : { [userHashMetadata]: hashes.join(',') };
}

/** @returns the hashes in the metadata of a file; none for a file that was stored without them */
export function readUserHashes(metadata: Readonly<Record<string, string>>): readonly string[] {
  return (metadata[userHashMetadata] ?? '').split(',').filter((hash) => hash !== '');
}
