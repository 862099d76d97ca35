import { boolean, count, inboundObject, sha256, text } from '../provider/inbound.ts';
import { toHttpUrl } from '../provider/values/file.ts';
import { fileReaders } from './message-body.ts';

/**
 * The object of an image, audio, video, document or sticker. Meta gives `url` (valid for 5 minutes,
 * needs the bearer token); resellers download the file and give a `link` of their own.
 */
const file = inboundObject({
  id: text,
  mime_type: text,
  sha256,
  file_size: count,
  link: text,
  url: text,
  filename: text,
  caption: text,
  voice: boolean,
  animated: boolean,
});

const fileReader = fileReaders(file, (value) => ({
  url: toHttpUrl(value.link) ?? toHttpUrl(value.url),
  providerMediaId: value.id,
  mimeType: value.mime_type,
  sha256: value.sha256,
  sizeBytes: value.file_size,
  filename: value.filename,
  caption: value.caption,
}));

export const readImage = fileReader('image', () => ({ kind: 'image' }));
export const readAudio = fileReader('audio', ({ voice }) => ({ kind: 'audio', voice }));
/** The older API has a type of its own for audio that is recorded in the chat. */
export const readVoice = fileReader('voice', () => ({ kind: 'audio', voice: true }));
export const readVideo = fileReader('video', () => ({ kind: 'video' }));
export const readDocument = fileReader('document', () => ({ kind: 'document' }));
export const readSticker = fileReader('sticker', ({ animated }) => ({ kind: 'sticker', animated }));
