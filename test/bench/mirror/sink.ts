import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { listenOnLoopback } from '../../../tools/emulator/listen-on-loopback.ts';

/**
 * Starts a fake S3 that reads and confirms every upload and stores nothing. The emulator's S3 does not
 * take single objects of more than a few megabytes.
 */
export async function startSink() {
  const server = createServer(async (request, response) => {
    request.resume();
    await once(request, 'end');
    response.writeHead(200, { etag: '"0"', 'content-type': 'application/xml' });
    response.end(responseBodyOf(request));
  });
  const port = await listenOnLoopback(server);
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

/** Only the first and the last call of a multipart upload have a response body. */
function responseBodyOf({ method, url = '' }: IncomingMessage): string {
  if (method !== 'POST') return '';
  return url.includes('uploadId=')
    ? '<CompleteMultipartUploadResult><ETag>"0"</ETag></CompleteMultipartUploadResult>'
    : '<InitiateMultipartUploadResult><UploadId>0</UploadId></InitiateMultipartUploadResult>';
}
