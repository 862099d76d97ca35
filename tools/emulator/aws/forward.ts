import { type Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { ownerAccessKeyId } from '../../emulator-client/aws-clients.ts';
import type { AwsCall } from './call.ts';
import { rewritesQueueUrls } from './queue-urls.ts';

/** Names the caller's access key to a proxy that a test puts in front of an engine. */
export const callerHeader = 'x-local-access-key';

/**
 * Forwards a call to an engine, and the response to the caller. The engine always sees the owner's
 * access key, because DynamoDB Local keeps one database for each access key (unless `-sharedDb`). This
 * invalidates the signature, so an engine must not verify it.
 *
 * @param authorizeStatus throws when the caller may not see a response with that status
 */
export async function forward(
  call: AwsCall,
  origin: string,
  agent: Agent,
  body: Buffer | Readable,
  outgoing: ServerResponse,
  authorizeStatus: (status: number) => void = () => {},
): Promise<void> {
  const { method, url, headers, accessKeyId } = call;
  const { host: _, connection: __, expect: ___, ...forwarded } = headers;
  const upstream = request(`${origin}${url}`, {
    method,
    headers: { ...forwarded, ...ownerAuthorization(headers), [callerHeader]: accessKeyId },
    agent,
  });
  const { promise: responded, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  upstream.once('response', resolve).once('error', reject);
  const sent = Buffer.isBuffer(body) ? upstream.end(body) : pipeline(body, upstream);
  const [response] = await Promise.all([responded, sent]);
  const status = response.statusCode ?? 500;
  try {
    authorizeStatus(status);
  } catch (error) {
    response.resume();
    throw error;
  }
  const rewrite = status === 200 ? rewritesQueueUrls(call) : undefined;
  if (rewrite !== undefined) {
    const rewritten = rewrite(await text(response));
    outgoing.writeHead(status, {
      ...response.headers,
      'content-length': Buffer.byteLength(rewritten),
    });
    outgoing.end(rewritten);
    return;
  }
  outgoing.writeHead(status, response.headers);
  await pipeline(response, outgoing);
}

/** The `Authorization` header with the owner's access key; empty for a presigned URL. */
export function ownerAuthorization({ authorization }: AwsCall['headers']): {
  readonly authorization?: string;
} {
  if (authorization === undefined) return {};
  return {
    authorization: authorization.replace(/Credential=[^/]+/, `Credential=${ownerAccessKeyId}`),
  };
}
