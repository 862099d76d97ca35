import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { ReadItem } from '../../../../shared/provider/read-item.ts';
import {
  type BodyReader,
  bodyReader,
  type Where,
} from '../../../../shared/whatsapp/message-body.ts';
import {
  fileContent,
  pictureContent,
  soundContent,
  textContent,
  videoContent,
} from '../schema/console-content.ts';
import type { ConsoleMessage } from '../schema/console-message.ts';
import { toMedia } from './console-files.ts';
import { type ConsoleBody, toCustomBody } from './custom-content.ts';
import { toHeldObject } from './held-object.ts';

const readText = bodyReader('content', textContent, ({ content }) => ({
  content: { kind: 'text', text: content },
  media: [],
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

/** What a console message says, by its `type`. A type that is not known here is `unknown`. */
export function readConsoleContent(
  message: ConsoleMessage,
  item: JsonObject,
  where: Where,
): ReadItem<ConsoleBody> {
  const { type } = message;
  const content = toHeldObject(item.content);
  if (type === '110') return { fits: true, value: toCustomBody(message, content) };
  const read = type === undefined ? undefined : readers.get(type);
  if (read !== undefined) return read({ ...item, content: content ?? bareText(item) }, where);
  return { fits: true, value: { content: { kind: 'unknown', providerType: type }, media: [] } };
}

/** A string that holds no object is the text itself. */
function bareText({ content = null }: JsonObject): JsonValue {
  return typeof content === 'string' ? { content } : content;
}
