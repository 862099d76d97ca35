import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Gateway } from '../../operator/gateway/gateway.ts';

/**
 * Types that a browser shows and does not run. A picture in SVG, a page or a document is downloaded
 * instead, whatever its sender calls it.
 */
const shownTypes = /^(image\/(jpeg|png|gif|webp|avif|bmp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/;

/** Streams a file of the media bucket, or the part of it that a player asks for. */
export async function serveMedia(
  { clients, resources }: Pick<Gateway, 'clients' | 'resources'>,
  key: string,
  range: string | undefined,
): Promise<Response> {
  const object = await clients.s3
    .send(
      new GetObjectCommand({
        Bucket: resources.mediaBucket,
        Key: key,
        ...(range !== undefined && /^bytes=\d+-\d*$/.test(range) && { Range: range }),
      }),
    )
    .catch((error: unknown) => {
      if (error instanceof Error && /^(NoSuchKey|NotFound)$/.test(error.name)) return undefined;
      throw error;
    });
  if (object?.Body === undefined) return new Response('no such file', { status: 404 });
  const [type = ''] = (object.ContentType ?? '').toLowerCase().split(';');
  const isShown = shownTypes.test(type.trim());
  const headers = new Headers({
    'content-type': isShown ? type.trim() : 'application/octet-stream',
    'content-disposition': isShown ? 'inline' : (object.ContentDisposition ?? 'attachment'),
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
    ...(object.ContentLength !== undefined && { 'content-length': String(object.ContentLength) }),
    ...(object.ContentRange !== undefined && { 'content-range': object.ContentRange }),
  });
  const status = object.ContentRange === undefined ? 200 : 206;
  return new Response(object.Body.transformToWebStream(), { status, headers });
}
