import {
  count,
  inboundObject,
  number,
  optionalObject,
  requiredText,
  text,
} from '../../../../shared/provider/inbound.ts';

/** `content` of a console message, by its `type`. Every file may stand under either of two names. */

/** 101 */
export const textContent = inboundObject({ content: requiredText });

const picture = optionalObject({ uuid: text, type: text, size: count, url: text });

/** 102. `bigPicture` is what the console shows and repeats one of the others. */
export const pictureContent = inboundObject({
  sourcePath: text,
  sourcePicture: picture,
  snapshotPicture: picture,
});

/** 103 */
export const soundContent = inboundObject({
  uuid: text,
  sourceUrl: text,
  soundPath: text,
  soundType: text,
  dataSize: count,
  duration: number,
});

/** 104 */
export const videoContent = inboundObject({
  videoUUID: text,
  videoUrl: text,
  videoType: text,
  videoSize: count,
  duration: number,
  snapshotUUID: text,
  snapshotUrl: text,
  snapshotPath: text,
  snapshotType: text,
  snapshotSize: count,
});

/** 105 */
export const fileContent = inboundObject({
  uuid: text,
  sourceUrl: text,
  filePath: text,
  fileName: text,
  fileSize: count,
  fileType: text,
});
