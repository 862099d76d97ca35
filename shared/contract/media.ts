import * as z from 'zod/mini';
import { count, sha256, text } from './primitives.ts';

/** The role of a file in its message. */
export const mediaRole = z.enum(['content', 'thumbnail', 'header']);

/**
 * One downloadable file of a message. `media[]` lists all files in order, whatever the message's kind,
 * so that the mirror and subscribers do not depend on the kind.
 */
export const mediaItem = z.strictObject({
  index: count.check(z.describe('position in media[], from 0')),
  role: mediaRole,
  url: z.optional(text).check(z.describe("the provider's link; it may expire")),
  providerMediaId: z.optional(text),
  mimeType: z.optional(text).check(z.describe('as the provider gives it, with parameters')),
  sha256: z.optional(sha256),
  sizeBytes: z.optional(count),
  filename: z.optional(text),
  caption: z.optional(text),
});

export type MediaItem = z.infer<typeof mediaItem>;
