import type { MediaDraft } from '../../../../shared/contract/draft.ts';
import { isEmpty, type JsonObject, type JsonValue } from '../../../../shared/json.ts';
import { toObject } from '../../../../shared/provider/inbound.ts';
import type { ItemPlace, ReadResult } from '../../../../shared/provider/read-item.ts';
import { toHttpUrl } from '../../../../shared/provider/values/file.ts';
import {
  type BodyReader,
  bodyReader,
  contentReader,
  withoutFiles,
} from '../../../../shared/whatsapp/message-body.ts';
import {
  fileContent,
  pictureContent,
  soundContent,
  textContent,
  videoContent,
} from '../schema/console-content.ts';
import type { ConsoleMessage } from '../schema/console-message.ts';
import { type ConsoleBody, toCustomBody } from './custom-content.ts';

const readText = contentReader('content', textContent, ({ content }) => ({
  kind: 'text',
  text: content,
}));

const readPicture = bodyReader(
  'content',
  pictureContent,
  ({ sourcePath, sourcePicture, snapshotPicture }) => ({
    content: { kind: 'image' },
    media: toMedia(
      {
        id: sourcePicture?.uuid,
        urls: [sourcePicture?.url, sourcePath],
        mimeType: sourcePicture?.type,
        sizeBytes: sourcePicture?.size,
      },
      {
        id: snapshotPicture?.uuid,
        urls: [snapshotPicture?.url],
        mimeType: snapshotPicture?.type,
        sizeBytes: snapshotPicture?.size,
      },
    ),
  }),
);

const readSound = bodyReader('content', soundContent, (sound) => ({
  content: { kind: 'audio', durationSeconds: sound.duration },
  media: toMedia({
    id: sound.uuid,
    urls: [sound.sourceUrl, sound.soundPath],
    mimeType: sound.soundType,
    sizeBytes: sound.dataSize,
  }),
}));

const readVideo = bodyReader('content', videoContent, (video) => ({
  content: { kind: 'video', durationSeconds: video.duration },
  media: toMedia(
    {
      id: video.videoUUID,
      urls: [video.videoUrl],
      mimeType: video.videoType,
      sizeBytes: video.videoSize,
    },
    {
      id: video.snapshotUUID,
      urls: [video.snapshotUrl, video.snapshotPath],
      mimeType: video.snapshotType,
      sizeBytes: video.snapshotSize,
    },
  ),
}));

const readFile = bodyReader('content', fileContent, (file) => ({
  content: { kind: 'document' },
  media: toMedia({
    id: file.uuid,
    urls: [file.sourceUrl, file.filePath],
    mimeType: file.fileType,
    sizeBytes: file.fileSize,
    filename: file.fileName,
  }),
}));

const readers: ReadonlyMap<string, BodyReader> = new Map([
  ['101', readText],
  ['102', readPicture],
  ['103', readSound],
  ['104', readVideo],
  ['105', readFile],
]);

/**
 * What a console message says, by its `type`. An unknown type, and one without `content`, give content of
 * the kind `unknown`: the message was written all the same.
 */
export function readConsoleContent(
  message: ConsoleMessage,
  json: JsonObject,
  place: ItemPlace,
): ReadResult<ConsoleBody> {
  const { type } = message;
  const content = toObject(json.content);
  if (type === '110') return { kind: 'read', value: toCustomBody(message, content) };
  const read = type === undefined ? undefined : readers.get(type);
  return read === undefined || isEmpty(json.content)
    ? { kind: 'read', value: withoutFiles({ kind: 'unknown', providerType: type }) }
    : read({ ...json, content: content ?? bareText(json) }, place);
}

/** A string that holds no object is the text itself. */
function bareText({ content = null }: JsonObject): JsonValue {
  return typeof content === 'string' ? { content } : content;
}

/** A file of the console. */
interface ConsoleFile {
  readonly id?: string | undefined;
  /** One link, which may stand under either of two names. */
  readonly urls: readonly (string | undefined)[];
  readonly mimeType?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly filename?: string | undefined;
}

/** The files of a message: its content and, where it is another file, its thumbnail. */
function toMedia(file: ConsoleFile, thumbnail?: ConsoleFile): readonly MediaDraft[] {
  const content = toMediaDraft('content', file);
  if (thumbnail === undefined) return [content];
  const preview = toMediaDraft('thumbnail', thumbnail);
  return preview.url === undefined || preview.url === content.url ? [content] : [content, preview];
}

function toMediaDraft(role: MediaDraft['role'], file: ConsoleFile): MediaDraft {
  return {
    role,
    url: file.urls.map(toHttpUrl).find((url) => url !== undefined),
    providerMediaId: file.id,
    mimeType: file.mimeType,
    sizeBytes: file.sizeBytes,
    filename: file.filename,
  };
}
