import { type Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { ownerAccessKeyId } from '../../emulator-client/clients.ts';
import type { AwsCall } from './call.ts';

/** Header by which a test that stands in front of an engine knows who calls. */
export const callerHeader = 'x-local-access-key';

/**
 * Hands a call to an engine and its answer to the caller. The engine sees one access key, whoever
 * calls: DynamoDB Local keeps a database for each (unless `-sharedDb`). The signature is no longer
 * the call's then, so that an engine must not verify it.
 *
 * @param mayTell throws when the caller may not get an answer with that status.
 */
export async function forward(
  { method, url, headers, accessKeyId }: AwsCall,
  origin: string,
  agent: Agent,
  body: Buffer | IncomingMessage,
  outgoing: ServerResponse,
  mayTell: (status: number) => void = () => {},
): Promise<void> {
  const { host: _, connection: __, expect: ___, ...kept } = headers;
  const upstream = request(`${origin}${url}`, {
    method,
    headers: { ...kept, ...ownerAuthorization(headers), [callerHeader]: accessKeyId },
    agent,
  });
  const { promise: answered, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  upstream.once('response', resolve).once('error', reject);
  const sent = Buffer.isBuffer(body) ? upstream.end(body) : pipeline(body, upstream);
  const [response] = await Promise.all([answered, sent]);
  const status = response.statusCode ?? 500;
  try {
    mayTell(status);
  } catch (error) {
    response.resume();
    throw error;
  }
  outgoing.writeHead(status, response.headers);
  await pipeline(response, outgoing);
}

/** The `Authorization` header in the name of the account's owner; a presigned link has none. */
export function ownerAuthorization({ authorization }: AwsCall['headers']): {
  readonly authorization?: string;
} {
  if (authorization === undefined) return {};
  return {
    authorization: authorization.replace(/Credential=[^/]+/, `Credential=${ownerAccessKeyId}`),
  };
}
