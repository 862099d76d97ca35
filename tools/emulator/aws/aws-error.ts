import { z } from 'zod';
import type { AwsServiceName } from './call.ts';

/** An error of an AWS service. The SDKs turn `code` into the name of the exception. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly statusCode: number;

  constructor(code: string, message: string, statusCode = 400) {
    super(message);
    this.code = code;
    this.statusCode = statusCode;
  }
}

/** An HTTP response of the AWS endpoint. */
export interface AwsResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An error in the protocol of the service: XML for S3 and CloudFormation, JSON with `__type` for the others. */
export function toErrorResponse(service: AwsServiceName | undefined, error: unknown): AwsResponse {
  const { code, message, statusCode } = toAwsError(error);
  if (service === 's3') {
    return {
      statusCode,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`,
    };
  }
  if (service === 'cloudformation') {
    return {
      statusCode,
      headers: { 'content-type': 'text/xml' },
      body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error></ErrorResponse>`,
    };
  }
  return {
    statusCode,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-errortype': code,
      ...(service === 'sqs' ? { 'x-amzn-query-error': `${code};Sender` } : {}),
    },
    body: JSON.stringify({ __type: code, message }),
  };
}

function toAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  // The input of an operation in this process.
  if (error instanceof z.ZodError) {
    const problems = z.prettifyError(error).replaceAll('\n', ' ');
    return new AwsError('ValidationException', `1 validation error detected: ${problems}`);
  }
  return new AwsError('InternalFailure', String(error), 500);
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
