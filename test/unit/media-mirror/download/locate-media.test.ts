import type { OutgoingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import {
  type Attempt,
  mirrorMedia,
} from '../../../../functions/media-mirror/message/mirror-media.ts';
import type { MirrorPorts } from '../../../../functions/media-mirror/ports.ts';
import { messageWith, picture } from '../../../support/media-message.ts';
import { createGraphPorts, sendJson, startGraphApi } from '../graph-api.ts';
import { startMediaServer } from '../media-server.ts';

const attempt: Attempt = {
  number: 1,
  firstAt: new Date('2026-11-21T08:00:00.000Z'),
  isLast: false,
  deadlineAt: new Date('2026-11-21T08:05:00.000Z'),
};

const item = picture({ providerMediaId: '1013859600285441' });

function mirror(ports: MirrorPorts, file = item) {
  return mirrorMedia({ message: messageWith(file), item: file }, attempt, ports);
}

const reasonOf = async (ports: MirrorPorts, file = item) => {
  const outcome = await mirror(ports, file);
  return outcome.kind === 'failed' ? outcome.failure.reason : outcome.kind;
};

describe('a file with an id', () => {
  it('is located by the API and fetched from there, both with the token', async () => {
    const graph = await startGraphApi();
    const { ports, bucket } = createGraphPorts(graph.origin);
    expect(await mirror(ports)).toMatchObject({ kind: 'stored', sizeBytes: 9 });
    expect([...bucket.objects.values()].map(({ bytes }) => bytes.toString())).toEqual([
      'a picture',
    ]);
    expect(graph.requests).toEqual([
      { path: '/v1.0/1013859600285441', authorization: 'Bearer a token' },
      { path: '/files/1', authorization: 'Bearer a token' },
    ]);
  });

  it('is located with the configured version of the API', async () => {
    const graph = await startGraphApi();
    const { ports } = createGraphPorts(graph.origin, { api: { version: 'v2.0' } });
    await mirror(ports);
    expect(graph.requests[0]?.path).toBe('/v2.0/1013859600285441');
  });

  it('is located by the API even if the event has a link, which may have expired', async () => {
    const graph = await startGraphApi();
    const { ports } = createGraphPorts(graph.origin);
    const both = { ...item, url: `${graph.origin}/old` };
    expect(await reasonOf(ports, both)).toBe('stored');
    expect(graph.requests.map(({ path }) => path)).not.toContain('/old');
  });

  it('is located once more when its URL has expired meanwhile', async () => {
    const graph = await startGraphApi({ expired: 1 });
    const { ports } = createGraphPorts(graph.origin);
    expect(await reasonOf(ports)).toBe('stored');
    expect(graph.requests.map(({ path }) => path)).toEqual([
      '/v1.0/1013859600285441',
      '/files/1',
      '/v1.0/1013859600285441',
      '/files/2',
    ]);
  });

  it('whose URLs have all expired is tried again later', async () => {
    const graph = await startGraphApi({ expired: 99 });
    const { ports } = createGraphPorts(graph.origin);
    expect(await reasonOf(ports)).toBe('server_error');
    expect(graph.requests).toHaveLength(4);
  });

  it.each(['../me', 'a/b', '', '?x=1'])('is not located when the id is %j', async (id) => {
    const graph = await startGraphApi();
    const { ports } = createGraphPorts(graph.origin);
    expect(await reasonOf(ports, picture({ providerMediaId: id }))).toBe('no_location');
    expect(graph.requests).toEqual([]);
  });
});

describe('the access token', () => {
  it("is not sent to a host that is not the provider's, even if the API names it", async () => {
    const seen: (string | undefined)[] = [];
    const other = await startMediaServer((request, response) => {
      seen.push(request.headers.authorization);
      response.setHeader('content-type', 'image/jpeg').end('a picture');
    });
    const graph = await startGraphApi({
      respond: (_path, response) => {
        sendJson(response, 200, { url: `${other.origin}/file` });
        return true;
      },
    });
    const { ports } = createGraphPorts(graph.origin, { otherOrigins: [other.origin] });
    expect(await reasonOf(ports)).toBe('stored');
    expect(seen).toEqual([undefined]);
  });

  it('is not sent to another host after a redirect', async () => {
    const seen: (string | undefined)[] = [];
    const other = await startMediaServer((request, response) => {
      seen.push(request.headers.authorization);
      response.setHeader('content-type', 'image/jpeg').end('a picture');
    });
    const graph = await startGraphApi({
      respond: (path, response) => {
        if (!path.startsWith('/files/')) return false;
        response.writeHead(302, { location: `${other.origin}/file` }).end();
        return true;
      },
    });
    const { ports } = createGraphPorts(graph.origin, { otherOrigins: [other.origin] });
    expect(await reasonOf(ports)).toBe('stored');
    expect(seen).toEqual([undefined]);
  });

  it('stays at the API, whose redirects are not followed', async () => {
    const other = await startMediaServer((_request, response) => void response.end('{}'));
    const graph = await startGraphApi({
      respond: (_path, response) => {
        response.writeHead(302, { location: other.origin }).end();
        return true;
      },
    });
    const { ports } = createGraphPorts(graph.origin, { otherOrigins: [other.origin] });
    expect(await reasonOf(ports)).toBe('refused');
    expect(other.paths).toEqual([]);
  });

  it('is not sent with a link of the event', async () => {
    const graph = await startGraphApi({
      respond: (_path, response) => {
        response.setHeader('content-type', 'image/jpeg').end('a picture');
        return true;
      },
    });
    const { ports } = createGraphPorts(graph.origin);
    expect(await reasonOf(ports, picture({ url: `${graph.origin}/link` }))).toBe('stored');
    expect(graph.requests).toEqual([{ path: '/link', authorization: undefined }]);
  });

  it('is fetched again when the API rejects it, and sent if it was renewed', async () => {
    const graph = await startGraphApi({ tokens: ['new'] });
    const { ports } = createGraphPorts(graph.origin, {
      secrets: [
        { token: 'unused', accessToken: 'old' },
        { token: 'unused', accessToken: 'new' },
      ],
    });
    expect(await reasonOf(ports)).toBe('stored');
    expect(graph.requests[0]?.authorization).toBe('Bearer old');
  });

  it('that is rejected and was not renewed leaves the file for a later attempt', async () => {
    const graph = await startGraphApi({ tokens: ['another'] });
    const { ports } = createGraphPorts(graph.origin);
    expect(await reasonOf(ports)).toBe('not_authorized');
    expect(graph.requests).toHaveLength(1);
  });

  it('that is missing is fetched again, and no request is sent without it', async () => {
    const graph = await startGraphApi();
    const { ports } = createGraphPorts(graph.origin, { secrets: [{ token: 'unused' }] });
    expect(await reasonOf(ports)).toBe('not_authorized');
    expect(graph.requests).toEqual([]);
  });

  it.each([
    ['at once', ['of the second']],
    ['when it was renewed', ['old', 'of the second']],
  ])("is that of the message's connection, %s", async (_when, tokens) => {
    const graph = await startGraphApi({ tokens: ['of the second'] });
    const { ports } = createGraphPorts(graph.origin, {
      secrets: tokens.map((accessToken) => ({
        token: 'unused',
        accessToken: 'of the provider',
        connections: { second: { token: 'unused', accessToken } },
      })),
    });
    expect(await reasonOf(ports)).toBe('stored');
  });
});

describe('a response of the API', () => {
  const mirrorWithResponse = async (status: number, json: object, headers = {}) => {
    const graph = await startGraphApi({
      respond: (_path, response) => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, `${value}`);
        sendJson(response, status, json);
        return true;
      },
    });
    return mirror(createGraphPorts(graph.origin).ports);
  };
  const failure = (fields: object) => ({
    kind: 'failed',
    failure: expect.objectContaining(fields),
  });

  it.each([
    ['gone', 404, {}],
    ['gone', 410, {}],
    ['gone', 400, { error: { code: 24 } }],
    ['not_authorized', 401, {}],
    ['not_authorized', 403, {}],
    ['not_authorized', 400, { error: { code: 100, error_subcode: 33 } }],
    ['refused', 400, { error: { code: 31_415 } }],
    ['refused', 400, { error: 'text' }],
    ['server_error', 500, {}],
    ['server_error', 200, {}],
    ['no_location', 200, { url: 'nowhere' }],
  ])('means %s with status %i and %j', async (reason, status, json) => {
    expect(await mirrorWithResponse(status, json)).toEqual(failure({ reason }));
  });

  it.each([
    [true, 404, {}],
    [true, 400, { error: { code: 31_415 } }],
    [false, 404, { error: { code: 24 } }],
    [false, 400, { error: { code: 24 } }],
    [false, 410, {}],
  ])('is doubted: %j, with status %i and %j', async (isDoubted, status, json) => {
    const outcome = await mirrorWithResponse(status, json);
    expect(outcome.kind === 'failed' && outcome.failure.mayBeLate === true).toBe(isDoubted);
  });

  it('that is too large is a failure', async () => {
    const long = { url: 'https://media.example/a', padding: 'x'.repeat(100_000) };
    expect(await mirrorWithResponse(200, long)).toEqual(failure({ reason: 'too_large' }));
  });

  it.each([
    ['server_error', 503],
    ['gone', 404],
  ])('means %s with status %i, however large its page is', async (reason, status) => {
    const page = { padding: 'x'.repeat(100_000) };
    expect(await mirrorWithResponse(status, page)).toEqual(failure({ reason, status }));
  });

  it('sets the time to wait in Retry-After, else in minutes in the usage header', async () => {
    const usage = { '1': [{ call_count: 100, estimated_time_to_regain_access: 7 }] };
    const both = { 'retry-after': 90, 'x-usage': JSON.stringify(usage) };
    const limited = { error: { code: 80_007 } };
    expect(await mirrorWithResponse(429, {}, both)).toEqual(
      failure({ reason: 'rate_limited', retryAfterSeconds: 90 }),
    );
    expect(await mirrorWithResponse(400, limited, { 'x-usage': JSON.stringify(usage) })).toEqual(
      failure({ reason: 'rate_limited', retryAfterSeconds: 420 }),
    );
  });

  /** An API with a rate limit, until a test ends it. */
  async function startLimitedApi(headers: OutgoingHttpHeaders) {
    const state = { isLimited: true };
    const graph = await startGraphApi({
      respond: (_path, response) => {
        if (state.isLimited) response.writeHead(429, headers).end();
        return state.isLimited;
      },
    });
    return { graph, state };
  }

  it('with a rate limit without an end stops no other request', async () => {
    const { graph, state } = await startLimitedApi({});
    const { ports } = createGraphPorts(graph.origin);
    expect(await reasonOf(ports)).toBe('rate_limited');
    state.isLimited = false;
    expect(await reasonOf(ports)).toBe('stored');
  });

  it('with a rate limit stops all requests for the account until the limit ends', async () => {
    const { graph, state } = await startLimitedApi({ 'retry-after': '60' });
    let now = new Date('2026-11-21T08:00:00.000Z');
    const { ports } = createGraphPorts(graph.origin, { now: () => now });
    await mirror(ports);
    state.isLimited = false;
    now = new Date('2026-11-21T08:00:20.000Z');
    expect(await mirror(ports)).toEqual(failure({ reason: 'rate_limited', retryAfterSeconds: 40 }));
    expect(graph.requests).toHaveLength(1);
    now = new Date('2026-11-21T08:01:00.000Z');
    expect(await reasonOf(ports)).toBe('stored');
  });
});
