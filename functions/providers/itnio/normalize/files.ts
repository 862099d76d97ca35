import { boolean, inboundObject, sha256, text } from '../../../../shared/provider/inbound.ts';
import { toHttpUrl } from '../../../../shared/provider/values/file.ts';
import { fileReaders } from '../../../../shared/whatsapp/message-body.ts';

/** The object of an image, audio, video, document or sticker; the file itself is at `filePath`. */
const file = inboundObject({
  id: text,
  filePath: text,
  mimeType: text,
  sha256,
  filename: text,
  caption: text,
  animated: boolean,
});

const fileReader = fileReaders(file, (value) => ({
  // ITNIO's own examples have the literal `filePath` as the link: text that is not a URL is dropped.
  url: toHttpUrl(value.filePath),
  providerMediaId: value.id,
  mimeType: value.mimeType,
  sha256: value.sha256,
  filename: value.filename,
  caption: value.caption,
}));

export const readImage = fileReader('image', () => ({ kind: 'image' }));
export const readAudio = fileReader('audio', () => ({ kind: 'audio' }));
export const readVideo = fileReader('video', () => ({ kind: 'video' }));
export const readDocument = fileReader('document', () => ({ kind: 'document' }));
export const readSticker = fileReader('sticker', ({ animated }) => ({ kind: 'sticker', animated }));
