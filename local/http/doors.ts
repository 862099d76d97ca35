import type { LambdaFunction } from '../lambda/function-pool.ts';
import type { InvocationResult } from '../lambda/function-worker.ts';
import { type HttpAnswer, jsonAnswer, toHttpAnswer } from './http-answer.ts';
import { type Door, type HttpRequest, toHttpEvent } from './http-event.ts';
import { findRoute, type Route } from './routes.ts';

/** A way in from the internet: takes a request, invokes a function, gives its answer. */
export type FrontDoor = (request: HttpRequest) => Promise<HttpAnswer>;

const megabyte = 1024 * 1024;
/** Quota of HTTP APIs: payload size (developer guide, read 2026-11-21). */
const maxApiBodyBytes = 10 * megabyte;
/** Quota of Lambda: payload of a synchronous invocation, the whole event included. */
const maxInvocationBytes = 6 * megabyte;

export type HttpApi = {
  readonly apiId: string;
  readonly domainName: string;
  readonly routes: readonly Route<LambdaFunction>[];
};

/** The HTTP API: its routes, and AWS's own answers where no function answers. */
export function createHttpApi({ apiId, domainName, routes }: HttpApi, now: () => Date): FrontDoor {
  return async (request) => {
    if (request.body.length > maxApiBodyBytes)
      return jsonAnswer(413, { message: 'Request Entity Too Large' });
    const [path = '/'] = request.url.split('?');
    const route = findRoute(routes, request.method, path);
    if (!route) return jsonAnswer(404, { message: 'Not Found' });
    const door: Door = { apiId, domainName, ...route };
    const event = JSON.stringify(toHttpEvent(request, door, now()));
    if (Buffer.byteLength(event) > maxInvocationBytes) {
      return jsonAnswer(413, { message: 'Request Entity Too Large' });
    }
    const result = await route.target.invoke(event);
    return answerOf(result) ?? jsonAnswer(500, { message: 'Internal Server Error' });
  };
}

export type FunctionUrl = {
  readonly urlId: string;
  readonly domainName: string;
  readonly target: LambdaFunction;
};

/** A function URL: one function behind every path. */
export function createFunctionUrl(
  { urlId, domainName, target }: FunctionUrl,
  now: () => Date,
): FrontDoor {
  return async (request) => {
    const door: Door = { apiId: urlId, domainName, routeKey: '$default' };
    const event = JSON.stringify(toHttpEvent(request, door, now()));
    if (Buffer.byteLength(event) > maxInvocationBytes) {
      return jsonAnswer(413, { Message: 'Request Entity Too Large' });
    }
    const result = await target.invoke(event);
    return answerOf(result) ?? textAnswer(502, 'Internal Server Error');
  };
}

function answerOf(result: InvocationResult): HttpAnswer | undefined {
  return result.outcome === 'succeeded' ? toHttpAnswer(result.payload) : undefined;
}

function textAnswer(statusCode: number, body: string): HttpAnswer {
  return { statusCode, headers: { 'content-type': 'application/json' }, body };
}
