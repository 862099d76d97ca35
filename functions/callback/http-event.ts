import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { CallbackRequest } from '../../shared/provider/provider-adapter.ts';
import type { CallbackResponse } from './responses.ts';

/**
 * The callback in an HTTP event of payload format 2.0, which API Gateway's HTTP API and Lambda's
 * function URLs share. The token is the path's last segment: `/incs/<token>` on the API,
 * `/<token>` on a function URL.
 */
export function toCallbackRequest(event: APIGatewayProxyEventV2): CallbackRequest {
  return {
    method: event.requestContext.http.method,
    url: toUrl(event),
    receivedAt: new Date(event.requestContext.timeEpoch),
    token: lastSegment(event.rawPath),
    headers: event.headers,
    query: Object.fromEntries(new URLSearchParams(event.rawQueryString)),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

export function toHttpResult(response: CallbackResponse): APIGatewayProxyStructuredResultV2 {
  return { statusCode: response.status, headers: { ...response.headers }, body: response.body };
}

/**
 * The URL that the provider called. `host` is the domain that it used, also a domain of the owner. The HTTP
 * API decodes the path and a function URL does not (seen in events of both, 2026); a callback URL has only
 * letters, digits and hyphens in its path, which is the same text. Neither changes the query.
 */
function toUrl({
  headers,
  rawPath,
  rawQueryString,
  requestContext,
}: APIGatewayProxyEventV2): string {
  const scheme = headers['x-forwarded-proto'] ?? 'https';
  const host = headers.host ?? requestContext.domainName;
  return `${scheme}://${host}${rawPath}${rawQueryString === '' ? '' : `?${rawQueryString}`}`;
}

function lastSegment(rawPath: string): string {
  const encoded = rawPath.slice(rawPath.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
