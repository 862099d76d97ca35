import { describe, expect, it } from 'vitest';
import { type HttpRequest, toHttpEvent } from '../../../tools/emulator/http/http-event.ts';
import { toHttpResponse } from '../../../tools/emulator/http/http-response.ts';
import { findRoute } from '../../../tools/emulator/http/routes.ts';

describe('a route', () => {
  const routes = [
    '$default',
    'ANY /{proxy+}',
    'ANY /pets/{id}',
    'GET /pets/{id}',
    'POST /pets/mine',
    'ANY /pets/mine/toys',
  ].map((routeKey) => ({ routeKey, target: routeKey }));

  it.each([
    ['GET', '/pets/7', 'GET /pets/{id}', { id: '7' }],
    ['PUT', '/pets/7', 'ANY /pets/{id}', { id: '7' }],
    ['POST', '/pets/mine', 'POST /pets/mine', undefined],
    ['GET', '/pets/mine', 'GET /pets/{id}', { id: 'mine' }],
    ['GET', '/pets/mine/toys', 'ANY /pets/mine/toys', undefined],
    ['GET', '/pets/7/toys', 'ANY /{proxy+}', { proxy: 'pets/7/toys' }],
    ['GET', '/pets/a%20b', 'GET /pets/{id}', { id: 'a b' }],
    ['GET', '/', '$default', undefined],
  ])('is the most specific one for %s %s', (method, path, routeKey, pathParameters) => {
    const match = findRoute(routes, method, path);

    expect([match?.target, match?.pathParameters]).toEqual([routeKey, pathParameters]);
  });

  it('keeps a variable with an invalid encoding', () => {
    expect(findRoute(routes, 'GET', '/pets/%zz')?.pathParameters).toEqual({ id: '%zz' });
  });

  it('is undefined when no route matches', () => {
    expect(findRoute([{ routeKey: 'GET /{id}', target: 1 }], 'GET', '/a/b')).toBeUndefined();
    expect(findRoute([{ routeKey: 'GET /{id}', target: 1 }], 'GET', '/')).toBeUndefined();
    expect(findRoute([{ routeKey: 'GET /a', target: 1 }], 'POST', '/a')).toBeUndefined();
  });
});

describe('an event of payload format 2.0', () => {
  const endpoint = {
    accountId: 'a',
    apiId: 'api',
    domainName: 'api.example',
    routeKey: 'ANY /{token}',
  };

  function eventOf(request: Partial<HttpRequest>, over: object = {}): unknown {
    const whole = {
      method: 'POST',
      url: '/token',
      headers: { 'content-type': 'application/json' },
      body: Buffer.alloc(0),
      sourceIp: '127.0.0.1',
      ...request,
    };
    return toHttpEvent(whole, { ...endpoint, ...over }, new Date('2026-03-02T19:03:58.123Z'));
  }

  it('has no body when the request has none', () => {
    expect(eventOf({})).not.toHaveProperty('body');
    expect(eventOf({})).toMatchObject({ isBase64Encoded: false });
  });

  it.each([
    ['application/json; charset=utf-8', false],
    ['application/vnd.provider+json', false],
    ['Application/JSON ;charset=utf-8', false],
    ['text/plain', false],
    ['application/xml', false],
    ['application/x-www-form-urlencoded', true],
    ['image/png', true],
    [undefined, true],
  ])('passes a body of type %s as text or as base64', (type, isBase64Encoded) => {
    const headers = type === undefined ? {} : { 'content-type': type };

    expect(eventOf({ headers, body: Buffer.from('{}') })).toMatchObject({
      isBase64Encoded,
      body: isBase64Encoded ? 'e30=' : '{}',
    });
  });

  it('joins repeated parameters and headers, and splits cookies', () => {
    expect(
      eventOf({
        url: '/token?a=1&b=%20&a=2',
        headers: { cookie: 'one=1; two=2', 'x-several': ['a', 'b'] },
      }),
    ).toMatchObject({
      rawQueryString: 'a=1&b=%20&a=2',
      queryStringParameters: { a: '1,2', b: ' ' },
      headers: { 'x-several': 'a,b', host: 'api.example' },
      cookies: ['one=1', 'two=2'],
    });
  });

  it('has the host and the scheme that the caller used', () => {
    expect(eventOf({ headers: { host: '127.0.0.1:8787' } })).toMatchObject({
      headers: { host: '127.0.0.1:8787', 'x-forwarded-proto': 'http' },
      requestContext: { domainName: 'api.example' },
    });
    expect(
      eventOf({ headers: { host: 'tunnel.example', 'x-forwarded-proto': 'https' } }),
    ).toMatchObject({ headers: { host: 'tunnel.example', 'x-forwarded-proto': 'https' } });
  });

  it('has the variables of its route, where there are some', () => {
    expect(eventOf({})).not.toHaveProperty('pathParameters');
    expect(eventOf({}, { pathParameters: { token: 'abc' } })).toMatchObject({
      pathParameters: { token: 'abc' },
    });
  });

  it('has the time in the format of access logs', () => {
    expect(eventOf({})).toMatchObject({
      requestContext: { time: '02/Mar/2026:19:03:58 +0000', timeEpoch: 1772478238123 },
    });
  });
});

describe('a result of a function', () => {
  it('with a status is the response', () => {
    const result = { statusCode: 201, headers: { 'X-A': 1 }, cookies: ['c=1'], body: 'ok' };

    expect(toHttpResponse(JSON.stringify(result))).toEqual({
      statusCode: 201,
      headers: { 'x-a': '1', 'set-cookie': ['c=1'] },
      body: 'ok',
    });
  });

  it('without a status is a JSON body', () => {
    expect(toHttpResponse('{"a":1}')).toMatchObject({ statusCode: 200, body: '{"a":1}' });
    expect(toHttpResponse('"text"')).toMatchObject({ statusCode: 200, body: 'text' });
  });

  it('has a cookie only where the function sets one', () => {
    const headersOf = (result: object) =>
      toHttpResponse(JSON.stringify({ statusCode: 200, ...result }))?.headers;
    expect(headersOf({})).toEqual({});
    expect(headersOf({ cookies: ['a=1', 'b=2'] })).toEqual({ 'set-cookie': ['a=1', 'b=2'] });
  });

  it('in base64 becomes bytes', () => {
    const response = toHttpResponse('{"statusCode":200,"body":"AP8=","isBase64Encoded":true}');

    expect(response?.body).toEqual(Buffer.from([0, 255]));
  });

  it.each(['{"statusCode":"never"}', '{"statusCode":200,"body":{"a":1}}'])(
    'like %s is invalid',
    (payload) => {
      expect(toHttpResponse(payload)).toBeUndefined();
    },
  );
});
