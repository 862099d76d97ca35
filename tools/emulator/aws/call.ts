import type { IncomingHttpHeaders } from 'node:http';

/** Services by the name that stands in a signature's scope. */
const awsServices = ['dynamodb', 's3', 'sqs', 'events', 'secretsmanager'] as const;

export type AwsServiceName = (typeof awsServices)[number];

/** One signed request to AWS, as far as its headers tell. */
export type AwsCall = {
  readonly service: AwsServiceName;
  /** Tells who calls: each function of the stack has an access key of its own. */
  readonly accessKeyId: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The operation of a service that speaks the AWS JSON protocol; empty for S3. */
  readonly operation: string;
};

/**
 * Reads the service and the caller from the signature (version 4) of a request: it is in a header, or
 * in the query of a presigned link. The signature itself is not verified: only this machine reaches
 * the endpoint.
 *
 * @returns undefined for a request that no AWS client made, or for a service that is not here.
 */
export function readAwsCall(
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
): AwsCall | undefined {
  const signedBy =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ??
    new URL(url, 'http://localhost').searchParams.get('X-Amz-Credential');
  const [accessKeyId, , , scope] = signedBy?.split('/') ?? [];
  const service = awsServices.find((name) => name === scope);
  if (!service || !accessKeyId) return undefined;
  const target = headers['x-amz-target'];
  return {
    service,
    accessKeyId,
    method,
    url,
    headers,
    operation: typeof target === 'string' ? target.slice(target.lastIndexOf('.') + 1) : '',
  };
}
