import { isJsonObject, type JsonValue, parseJson } from '../../../shared/normalizers/json.ts';
import type { ReadItem } from '../../../shared/providers/read-item.ts';
import {
  fileContent,
  pictureContent,
  soundContent,
  textContent,
  videoContent,
} from '../schema/console-content.ts';
import type { ConsoleMessage } from '../schema/console-message.ts';
import {
  type BodyReader,
  bodyReader,
  type ConsoleBody,
  toMedia,
  type Where,
} from './console-body.ts';
import { readCustomContent } from './custom-content.ts';

const readText = bodyReader(textContent, ({ content }) => ({
  content: { kind: 'text', text: content },
  media: [],
}));

const readPicture = bodyReader(
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

const readSound = bodyReader(soundContent, (sound) => ({
  content: { kind: 'audio', durationSeconds: sound.duration },
  media: toMedia({
    id: sound.uuid,
    urls: [sound.sourceUrl, sound.soundPath],
    mimeType: sound.soundType,
    sizeBytes: sound.dataSize,
  }),
}));

const readVideo = bodyReader(videoContent, (video) => ({
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

const readFile = bodyReader(fileContent, (file) => ({
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
  content: JsonValue | undefined,
  where: Where,
): ReadItem<ConsoleBody> {
  const { type } = message;
  if (type === '110') return readCustomContent(message, toJson(content), where);
  const read = type === undefined ? undefined : readers.get(type);
  if (read !== undefined) return read(toJson(content), where);
  return { fits: true, value: { content: { kind: 'unknown', providerType: type }, media: [] } };
}

/**
 * The documentation types `content` as a string that holds JSON, and shows an object in every
 * example. A string that holds no object is the text itself.
 */
function toJson(content: JsonValue | undefined): JsonValue | undefined {
  if (typeof content !== 'string') return content;
  const held = parseHeld(content);
  return isJsonObject(held) ? held : { content };
}

function parseHeld(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
