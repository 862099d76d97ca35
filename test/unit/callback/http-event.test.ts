import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { toCallbackRequest } from '../../../functions/callback/http-event.ts';

function toEvent(over: Partial<APIGatewayProxyEventV2>): APIGatewayProxyEventV2 {
  return {
    rawPath: '/incs/the-token',
    rawQueryString: 'hub.mode=subscribe&hub.challenge=1%2B1',
    headers: { 'content-type': 'application/json' },
    requestContext: {
      domainName: 'abc.execute-api.eu-west-1.amazonaws.com',
      http: { method: 'POST' },
      timeEpoch: 1_772_478_238_123,
    },
    isBase64Encoded: false,
    ...over,
  } as APIGatewayProxyEventV2;
}

describe('the request of an HTTP event', () => {
  it.each([
    ['/incs/the-token', 'the-token'],
    ['/the-token', 'the-token'],
    // No route of the API matches this path, so the function URL must not accept it either.
    ['/incs/the-token/', ''],
    ['/incs/the%2Dtoken', 'the-token'],
    ['/incs/%E0%A4%A', '%E0%A4%A'],
    ['/', ''],
  ])('has the last segment of %s as its token', (rawPath, token) => {
    expect(toCallbackRequest(toEvent({ rawPath })).token).toBe(token);
  });

  it('has the raw bytes, also of a body that arrives in base64', () => {
    const body = Buffer.from([0xff, 0x00, 0x7b]);
    const event = toEvent({ body: body.toString('base64'), isBase64Encoded: true });
    expect(Buffer.from(toCallbackRequest(event).body)).toEqual(body);
    expect(Buffer.from(toCallbackRequest(toEvent({ body: '“ä”' })).body).toString()).toBe('“ä”');
    expect(toCallbackRequest(toEvent({})).body).toHaveLength(0);
  });

  it('has the query decoded', () => {
    expect(toCallbackRequest(toEvent({})).query).toEqual({
      'hub.mode': 'subscribe',
      'hub.challenge': '1+1',
    });
  });

  it.each([
    [
      'the HTTP API',
      { host: 'abc.execute-api.eu-west-1.amazonaws.com', 'x-forwarded-proto': 'https' },
      '/incs/the-token',
      'https://abc.execute-api.eu-west-1.amazonaws.com/incs/the-token',
    ],
    [
      'a custom domain',
      { host: 'callbacks.shop.example', 'x-forwarded-proto': 'https' },
      '/incs/the-token',
      'https://callbacks.shop.example/incs/the-token',
    ],
    [
      'a function URL',
      { host: 'xyz.lambda-url.eu-west-1.on.aws', 'x-forwarded-proto': 'https' },
      '/the-token',
      'https://xyz.lambda-url.eu-west-1.on.aws/the-token',
    ],
    [
      'the emulator',
      { host: '127.0.0.1:8787', 'x-forwarded-proto': 'http' },
      '/incs/the-token',
      'http://127.0.0.1:8787/incs/the-token',
    ],
    [
      'an endpoint without a Host header',
      {},
      '/incs/the-token',
      'https://abc.execute-api.eu-west-1.amazonaws.com/incs/the-token',
    ],
  ])('has the URL that the provider called at %s', (_what, headers, rawPath, url) => {
    const withoutQuery = toEvent({ headers, rawPath, rawQueryString: '' });
    expect(toCallbackRequest(withoutQuery).url).toBe(url);
    const rawQueryString = 'b=2&a=%20&b=1+1';
    const withQuery = toEvent({ headers, rawPath, rawQueryString });
    expect(toCallbackRequest(withQuery).url).toBe(`${url}?${rawQueryString}`);
  });

  it('has the time at which the endpoint received it', () => {
    expect(toCallbackRequest(toEvent({})).receivedAt).toEqual(new Date('2026-03-02T19:03:58.123Z'));
  });
});
