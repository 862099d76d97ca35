import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { toCallbackRequest } from '../../../functions/callback/http-event.ts';

function toEvent(over: Partial<APIGatewayProxyEventV2>): APIGatewayProxyEventV2 {
  return {
    rawPath: '/incs/the-token',
    rawQueryString: 'hub.mode=subscribe&hub.challenge=1%2B1',
    headers: { 'content-type': 'application/json' },
    requestContext: { http: { method: 'POST' } },
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
});
