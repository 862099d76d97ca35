import type { EventDraft, MediaDraft } from '../contract/draft.ts';
import type { Business, Content, User } from '../contract/index.ts';
import { toFileKind, toHttpUrl } from '../provider/values/file.ts';
import type { RcsObject } from './schema.ts';

/** What a user sent: the data of `message.received`. */
export function toMessageData(
  object: RcsObject,
  parties: { readonly id: string; readonly business: Business; readonly user: User },
): EventDraft<'message.received'>['data'] {
  return { message: { ...parties, content: toContent(object), media: toMedia(object) } };
}

/** Whether the object holds what a user sent. */
export function hasContent({ text, userFile, suggestionResponse, location }: RcsObject): boolean {
  return [text, userFile, suggestionResponse, location].some((part) => part !== undefined);
}

function toContent({ text, userFile, suggestionResponse, location }: RcsObject): Content {
  if (suggestionResponse) return toSuggestion(suggestionResponse);
  if (userFile) return { kind: toFileKind(userFile.payload?.mimeType ?? userFile.category) };
  if (location) {
    const { latitude, longitude } = location;
    return { kind: 'location', latitude, longitude };
  }
  return text === undefined ? { kind: 'unknown' } : { kind: 'text', text };
}

/** The suggestion that a user tapped; `type` is REPLY or ACTION where it is known. */
export function toSuggestion({
  type,
  text,
  postbackData,
}: NonNullable<RcsObject['suggestionResponse']>): Content {
  const written = type?.trim().toLowerCase();
  const known = written === 'reply' || written === 'action' ? written : undefined;
  return { kind: 'suggestion', type: known, text, postbackData };
}

function toMedia({ userFile }: RcsObject): readonly MediaDraft[] {
  if (userFile === undefined) return [];
  const files = [
    { role: 'content' as const, file: userFile.payload },
    { role: 'thumbnail' as const, file: userFile.thumbnail },
  ];
  return files
    .filter(({ file }) => file !== undefined)
    .map(({ role, file }) => ({
      role,
      url: toHttpUrl(file?.fileUri),
      mimeType: file?.mimeType,
      sizeBytes: file?.fileSizeBytes,
      filename: file?.fileName,
    }));
}
