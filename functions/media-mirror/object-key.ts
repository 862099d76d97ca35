import type { MediaItem } from '../../shared/contract/media.ts';

/** Names of files by type: all that WhatsApp carries (Cloud API, "Media", read 2026-11-21), and RCS. */
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

/** The message whose file it is. */
interface Origin {
  readonly provider: string;
  /** When the message was written, ISO 8601 in UTC. */
  readonly occurredAt: string;
  readonly eventId: string;
}

/**
 * Key of a file in the media bucket: `<provider>/<UTC day>/<event id>/<index>-<role>.<extension>`.
 *
 * It depends on nothing but the event, so that a second attempt finds what the first has stored. No
 * text of a user is in it; what is not `A-Z a-z 0-9 . _ -` becomes `-`.
 */
export function objectKey(origin: Origin, item: MediaItem): string {
  const folders = [origin.provider, origin.occurredAt.slice(0, 10), origin.eventId];
  return [...folders, fileName(item)].map(safeSegment).join('/');
}

/** `<index>-<role>.<extension>`: what a file is called that its sender has not named. */
export function fileName(item: MediaItem): string {
  const name = `${item.index}-${item.role}`;
  const extension = toExtension(item);
  return extension ? `${name}.${extension}` : name;
}

/** By the provider's type; for one that is not in the table, the end of the sender's file name. */
function toExtension({ mimeType, filename }: MediaItem): string | undefined {
  const type = mimeType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (Object.hasOwn(extensions, type)) return extensions[type];
  return filename?.match(/\.([A-Za-z0-9]{1,8})$/)?.[1]?.toLowerCase();
}

/** A segment that is all dots would mean another folder to whoever copies the bucket to a disk. */
function safeSegment(text: string): string {
  return text.replace(/[^\w.-]/g, '-').replace(/^\.+$/, '-');
}
