import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { decodePath } from '../../emulator-client/decode-path.ts';

/** A request to the local port. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query as sent, still encoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly sourceIp: string;
}

/** The endpoint that turns the request into an event. */
export interface EventSource {
  /** The caller's account; `anonymous` at a function URL without IAM. */
  readonly accountId: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly routeKey: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
}

/**
 * The event that an HTTP API or a function URL passes to its function: payload format 2.0.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toHttpEvent(request: HttpRequest, source: EventSource, receivedAt: Date): object {
  const [encodedPath = '/', rawQueryString = ''] = splitOnce(request.url, '?');
  const path = decodePath(encodedPath);
  const headers = toHeaders(request.headers, source.domainName);
  const isText = isTextType(headers['content-type']);
  const query = toQueryParameters(rawQueryString);
  return {
    version: '2.0',
    routeKey: source.routeKey,
    rawPath: path,
    rawQueryString,
    ...(request.headers.cookie ? { cookies: request.headers.cookie.split('; ') } : {}),
    headers,
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: {
      accountId: source.accountId,
      apiId: source.apiId,
      domainName: source.domainName,
      domainPrefix: source.apiId,
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: source.routeKey,
      stage: '$default',
      time: toLogTime(receivedAt),
      timeEpoch: receivedAt.getTime(),
    },
    ...(source.pathParameters ? { pathParameters: source.pathParameters } : {}),
    ...(request.body.length > 0 ? { body: request.body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

/** As AWS passes them on: with the host and the scheme that the caller used, at a tunnel those of the tunnel. */
function toHeaders(headers: IncomingHttpHeaders, host: string): Readonly<Record<string, string>> {
  const joined = Object.entries(headers)
    .filter(([name]) => name !== 'cookie' && name !== 'connection')
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]);
  return { host, 'x-forwarded-proto': 'http', ...Object.fromEntries(joined) };
}

function toQueryParameters(query: string): Readonly<Record<string, string>> | undefined {
  if (query === '') return undefined;
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const earlier = parameters[name];
    parameters[name] = earlier === undefined ? value : `${earlier},${value}`;
  }
  return parameters;
}

/** The media types whose bodies AWS passes as text; all others arrive as base64. */
function isTextType(contentType: string | undefined): boolean {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^text\/|^application\/(.+\+)?(json|xml|javascript)$/.test(mediaType);
}

/** The format of access logs: `12/Mar/2020:19:03:58 +0000`. */
function toLogTime(instant: Date): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(instant.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
