import type { IncomingHttpHeaders } from 'node:http';
import { readLambdaRequest } from './lambda-request.ts';

/** Services by their name in the scope of a signature. */
const awsServices = [
  'dynamodb',
  's3',
  'sqs',
  'events',
  'secretsmanager',
  'lambda',
  'cloudformation',
] as const;

export type AwsServiceName = (typeof awsServices)[number];

/** A signed request to AWS without its body. */
export interface AwsCall {
  readonly service: AwsServiceName;
  /** Identifies the caller: each function of the stack has its own access key. */
  readonly accessKeyId: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The operation; empty for S3, and for CloudFormation, which has it in the body. */
  readonly operation: string;
}

/**
 * Reads the service and the caller from the signature (version 4) of a request, which is in a header or
 * in the query of a presigned URL. `verifySignature` verifies it.
 *
 * @returns `undefined` for a request without a signature, or for a service that the emulator lacks
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
    operation:
      service === 'lambda'
        ? readLambdaRequest(method, url).operation
        : typeof target === 'string'
          ? target.slice(target.lastIndexOf('.') + 1)
          : '',
  };
}
