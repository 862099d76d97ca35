import { createHandler } from 'tributary-gateway/handler';
import type { Reader } from 'tributary-gateway/reader';
import { types } from './types.ts';

/** Checks a picture by its link. */
export type Moderate = (picture: {
  readonly messageId: string;
  readonly contentType: string;
  readonly url: string;
}) => Promise<void>;

/** Sends each mirrored picture to a moderation service, as a link that is valid for five minutes. */
export function createModerationHandler(reader: Pick<Reader, 'mediaUrl'>, moderate: Moderate) {
  return createHandler(types, {
    'media.stored': async ({ detail: { data } }) => {
      const { messageId, contentType } = data;
      await moderate({ messageId, contentType, url: await reader.mediaUrl(data, 300) });
    },
  });
}
