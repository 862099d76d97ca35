import { AwsError } from './aws-error.ts';
import type { AwsServiceName } from './call.ts';

/** An HTTP answer with an error in the form of the service's protocol. */
export type ErrorResponse = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** An error as the service would send it: XML for S3, JSON with `__type` for the others. */
export function toErrorResponse(
  service: AwsServiceName | undefined,
  error: unknown,
): ErrorResponse {
  const { code, message, statusCode } =
    error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
  if (service === 's3') {
    return {
      statusCode,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`,
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

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
