import { localAccount } from '../../emulator-client/account.ts';
import type { LambdaFunction } from '../lambda/function-pool.ts';
import { type EventSource, type HttpRequest, toHttpEvent } from './http-event.ts';
import { type HttpResponse, jsonResponse, toHttpResponse } from './http-response.ts';
import { findRoute, type Route } from './routes.ts';

/** An endpoint on the internet: takes a request, invokes a function and returns its response. */
export type Endpoint = (request: HttpRequest) => Promise<HttpResponse>;

const megabyte = 1024 * 1024;
/** Quota of HTTP APIs, payload size (developer guide, read 2026-11-21). */
const maxApiBodyBytes = 10 * megabyte;
/** Quota of Lambda, payload of a synchronous invocation: the whole event counts. */
const maxInvocationBytes = 6 * megabyte;

const tooLarge = jsonResponse(413, { message: 'Request Entity Too Large' });

export interface HttpApi {
  readonly apiId: string;
  readonly domainName: string;
  readonly routes: readonly Route<LambdaFunction>[];
}

/** The HTTP API: its routes, and AWS's own responses for errors. */
export function createHttpApi({ apiId, domainName, routes }: HttpApi, now: () => Date): Endpoint {
  const { accountId } = localAccount;
  return async (request) => {
    if (request.body.length > maxApiBodyBytes) return tooLarge;
    const [path = '/'] = request.url.split('?');
    const route = findRoute(routes, request.method, path);
    if (!route) return jsonResponse(404, { message: 'Not Found' });
    const event = toHttpEvent(request, { accountId, apiId, domainName, ...route }, now());
    const failed = jsonResponse(500, { message: 'Internal Server Error' });
    return invoke(route.target, event, failed);
  };
}

export interface FunctionUrl {
  readonly urlId: string;
  readonly domainName: string;
  readonly target: LambdaFunction;
}

/** A function URL: one function serves every path. */
export function createFunctionUrl(
  { urlId, domainName, target }: FunctionUrl,
  now: () => Date,
): Endpoint {
  const source: EventSource = {
    accountId: 'anonymous',
    apiId: urlId,
    domainName,
    routeKey: '$default',
  };
  const failed: HttpResponse = {
    statusCode: 502,
    headers: { 'content-type': 'text/plain' },
    body: 'Internal Server Error',
  };
  return (request) => invoke(target, toHttpEvent(request, source, now()), failed);
}

/** The function's response, or the given one when it fails, times out or returns an invalid response. */
async function invoke(
  target: LambdaFunction,
  event: object,
  failed: HttpResponse,
): Promise<HttpResponse> {
  const payload = JSON.stringify(event);
  if (Buffer.byteLength(payload) > maxInvocationBytes) return tooLarge;
  const result = await target.invoke(payload);
  return (result.outcome === 'succeeded' && toHttpResponse(result.payload)) || failed;
}
