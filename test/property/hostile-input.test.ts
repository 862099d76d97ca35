import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCallbackRequest } from '../../functions/callback/http-event.ts';
import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers } from '../../functions/providers/registry.ts';
import { readFixtures } from '../../tools/dev/fixtures.ts';
import { encodeFixture } from '../../tools/provider-testing/genuine-callback.ts';
import { hostileBodies } from '../../tools/provider-testing/hostile-bodies.ts';
import { documentedStatuses } from '../../tools/provider-testing/suite/hostile-bodies.ts';
import { fullSecretOf, genuineCallback, isSignable } from '../support/genuine-callback.ts';
import { type Reception, receive } from '../support/hostile-gateway.ts';
import { hostileValues } from '../support/hostile-json.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { usedBytes } from '../support/used-bytes.ts';

const runs = { numRuns: Math.ceil(propertyRuns / 20) };
const megabyte = 1024 * 1024;
const maxBodyBytes = 4 * megabyte;
const bomb = gzipSync(Buffer.alloc(20 * megabyte, '[{"a":1},'));
const bytes = fc.uint8Array({ maxLength: 2_000 });
const headers = fc.dictionary(
  fc.string({ maxLength: 30 }).map((name) => name.toLowerCase()),
  fc.string(),
);

describe.each(providers)('any callback to $name', async ({ id, success }) => {
  const adapter = await loadProvider(id);
  const fullSecret = fullSecretOf(adapter);
  const payloads = readFixtures(id).map(({ payload }) => payload);

  /** What every callback that is authentic and not too large leaves behind. */
  const expectStored = ({ records, payloads: objects, logged }: Reception, body: Uint8Array) => {
    const isRefused = body.length > maxBodyBytes || !isSignable(adapter, body);
    if (isRefused) expect([...records, ...objects]).toEqual([]);
    else expect(records.length + objects.length, logged).toBeGreaterThan(0);
  };

  /** The body as the provider sends it. Where its format cannot express the JSON, the JSON itself. */
  const encode = (json: string) => {
    try {
      return encodeFixture(adapter, json);
    } catch {
      return Buffer.from(json);
    }
  };

  /** Sends a body with all proofs of its provider. The stores check what they are given. */
  const send = (body: Uint8Array) => receive(adapter, fullSecret, genuineCallback(adapter, body));

  it('is stored with a hostile value in any place', async () => {
    const anyCase = fc.record({
      payload: fc.constantFrom(...payloads),
      what: fc.constantFrom(...Object.keys(hostileValues)),
      place: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ payload, what, place }) => {
        const body = encode(replaceValue(payload, place, hostileValues[what] ?? ''));
        const { response, logged } = await send(body);
        expect(response.status, logged).toBe(isSignable(adapter, body) ? success.status : 401);
      }),
      runs,
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect('polluted' in {}).toBe(false);
  });

  it('gets the documented response with any bytes and any headers', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, headers, async (body, more) => {
        const genuine = genuineCallback(adapter, body);
        const request = { ...genuine, headers: { ...more, ...genuine.headers } };
        const reception = await receive(adapter, fullSecret, request);
        expect(documentedStatuses(adapter, body)).toContain(reception.response.status);
        expectStored(reception, body);
      }),
      runs,
    );
  });

  it('leaves no trace when it is not authentic', async () => {
    const anyPath = fc.oneof(fc.webPath(), fc.string(), fc.constant('/%E0%A4%A'));
    await fc.assert(
      fc.asyncProperty(anyPath, fc.constantFrom(...payloads), headers, async (path, text, more) => {
        const request = toCallbackRequest(toHttpEvent(path, text, more));
        const { response, ...stored } = await receive(adapter, fullSecret, request);
        expect(response.status).toBe(401);
        expect([...stored.records, ...stored.payloads]).toEqual([]);
      }),
      runs,
    );
  });

  it('is quarantined as it is when it is compressed: it is not decompressed', async () => {
    if (!isSignable(adapter, bomb)) return;
    const { response, records, payloads: objects } = await send(bomb);
    expect(response.status).toBe(success.status);
    expect(records).toHaveLength(1);
    const contents = objects.map(({ content }) => content).join('');
    expect(contents.length).toBeLessThan(2 * bomb.length);
  });

  it('leaves no memory behind', async () => {
    // Nested bodies are small, and slow to read.
    const bodies = Object.entries(hostileBodies).filter(([what]) => !what.includes('nested'));
    const round = async () => {
      for (const payload of payloads) await send(encode(payload));
      for (const [, body] of bodies) await send(body);
    };
    expect(bodies.reduce((sum, [, body]) => sum + body.length, 0)).toBeGreaterThan(8 * megabyte);
    await round();
    const beforeBytes = await usedBytes();
    await round();
    const grownBytes = (await usedBytes()) - beforeBytes;
    expect(grownBytes).toBeLessThan(2 * megabyte);
  });
});

/** The body with one of its values, by number, replaced by raw JSON text. */
function replaceValue(payload: string, place: number, json: string): string {
  const mark = '@replaced@';
  const target = place % countValues(payload);
  let values = 0;
  const body: unknown = JSON.parse(payload, (_key, value) => {
    values += 1;
    return values - 1 === target ? mark : value;
  });
  return JSON.stringify(body).replace(`"${mark}"`, () => json);
}

function countValues(payload: string): number {
  let values = 0;
  JSON.parse(payload, (_key, value) => {
    values += 1;
    return value;
  });
  return values;
}

function toHttpEvent(path: string, body: string, more: Record<string, string>) {
  const http = { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: '' };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: more,
    requestContext: {
      accountId: 'anonymous',
      apiId: 'api',
      domainName: 'callbacks.example',
      domainPrefix: 'callbacks',
      http,
      requestId: 'request',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    body,
    isBase64Encoded: false,
  };
}
