import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

/**
 * An S3 that forgets: it reads what it is sent and says that it has it. The embedded S3 takes no
 * single object of more than a few megabytes.
 */
export async function startSink() {
  const server = createServer(async (request, response) => {
    request.resume();
    await once(request, 'end');
    response.writeHead(200, { etag: '"0"', 'content-type': 'application/xml' });
    response.end(answerTo(request));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return { url: `http://127.0.0.1:${address.port}`, stop: () => server.close() };
}

/** Only the two calls around a multipart upload are answered with more than a header. */
function answerTo({ method, url = '' }: IncomingMessage): string {
  if (method !== 'POST') return '';
  return url.includes('uploadId=')
    ? '<CompleteMultipartUploadResult><ETag>"0"</ETag></CompleteMultipartUploadResult>'
    : '<InitiateMultipartUploadResult><UploadId>0</UploadId></InitiateMultipartUploadResult>';
}
