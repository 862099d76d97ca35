import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import { checkLinkSeconds, type MediaObject } from './media-link.ts';

export type { MediaObject };

type HttpRequest = Parameters<SignatureV4['presign']>[0];

/**
 * A link with which anyone can download one file for a limited time, without AWS credentials (a
 * presigned `GetObject`). It also ends when the credentials that signed it expire; those of a Lambda
 * function are valid for some hours.
 *
 * @throws {RangeError} for a time that S3 refuses
 */
export async function signMediaLink(
  client: S3Client,
  object: MediaObject,
  expiresInSeconds: number,
  signingDate: Date,
): Promise<string> {
  checkLinkSeconds(expiresInSeconds);
  const { protocol, hostname, port, path, query } = await buildRequest(client, object);
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  const { credentials, region, sha256 } = client.config;
  const signer = new SignatureV4({
    service: 's3',
    credentials,
    region,
    sha256,
    uriEscapePath: false,
  });
  const signed = await signer.presign(
    {
      method: 'GET',
      protocol,
      hostname,
      path,
      query: query ?? {},
      headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    },
    { expiresIn: expiresInSeconds, signingDate },
  );
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(signed.query ?? {})) {
    parameters.append(name, String(value));
  }
  return `${protocol}//${host}${path}?${parameters}`;
}

/** The request as the client would send it, with the URL that its configuration gives. */
async function buildRequest(client: S3Client, { bucket, key }: MediaObject): Promise<HttpRequest> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key });
  let built: HttpRequest | undefined;
  command.middlewareStack.add(
    () => async (args) => {
      built = args.request as HttpRequest;
      return { response: undefined, output: { $metadata: {} } };
    },
    { step: 'build', priority: 'low', name: 'keepRequest' },
  );
  await client.send(command);
  if (!built) throw new Error('the S3 client built no request');
  return built;
}
