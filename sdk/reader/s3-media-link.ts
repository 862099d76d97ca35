export type { MediaObject } from '../../shared/runtime/s3-media-link.ts';
