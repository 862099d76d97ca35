import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { toCallbackRequest } from '../../../functions/callback/http-event.ts';
import type {
  CallbackRequest,
  ProviderAdapter,
} from '../../../shared/provider/provider-adapter.ts';
import { staticHeaders, toSigned } from '../../support/genuine-callback.ts';
import type { Gateway } from '../gateway.ts';
import type { World } from '../world.ts';
import type { Callback } from './callback.ts';

/** How long a provider waits for a response. */
const timeoutMs = 8_000;

/** Documented only for ITNIO: after 1, 3 and 5 minutes. The others send for longer. */
const retryDelaysMs: Readonly<Record<string, readonly number[]>> = {
  itnio: [60_000, 180_000, 300_000],
  incs: [5_000, 60_000, 600_000, 3_600_000],
  innopaas: [10_000, 30_000, 90_000, 270_000, 810_000, 2_430_000],
};
const otherRetryDelaysMs = [10_000, 60_000, 600_000, 3_600_000, 6 * 3_600_000];

/** The settings in the providers' consoles. */
export interface Console {
  /** The token that ends the callback URL, by provider. */
  readonly tokens: Map<string, string>;
}

/** Sends callbacks as providers do. */
export class Sender {
  readonly #world: World;
  readonly #gateway: Gateway;
  readonly #console: Console;

  constructor(world: World, gateway: Gateway, console: Console) {
    this.#world = world;
    this.#gateway = gateway;
    this.#console = console;
  }

  /** Sends a callback at its time. Some are sent twice, at the same time or later. */
  schedule(callback: Callback): void {
    const { scheduler, random } = this.#world;
    const start = (delayMs: number) =>
      scheduler.after(callback.atMs - scheduler.nowMs + delayMs, () => void this.#send(callback));
    start(0);
    if (random.chance(0.15)) start(0);
    if (random.chance(0.15)) start(random.integer(1_000, 3_600_000));
  }

  /** Sends until the callback is acknowledged or refused, or the provider has no retries left. */
  async #send(callback: Callback): Promise<void> {
    const delaysMs = retryDelaysMs[callback.provider] ?? otherRetryDelaysMs;
    for (const delayMs of [...delaysMs, undefined]) {
      const status = await this.#attempt(callback);
      callback.responses.push(status);
      this.#world.trace(`${callback.provider} got ${status} for ${callback.items[0]?.subject}`);
      if ((status >= 200 && status < 500) || delayMs === undefined) return;
      await this.#world.scheduler.sleep(delayMs);
    }
  }

  /** @returns the status, or 0 without a response */
  #attempt(callback: Callback): Promise<number> {
    const { scheduler, faults } = this.#world;
    const target = this.#gateway.callbacks.get(callback.provider);
    return new Promise((resolve) => {
      scheduler.after(timeoutMs, () => resolve(0));
      target?.invoke(this.#toHttpEvent(callback)).then((outcome) => {
        const isLost = faults.surprise('response lost on the way');
        const status = outcome.outcome === 'succeeded' ? (outcome.result.statusCode ?? 200) : 502;
        resolve(isLost ? 0 : status);
      });
    });
  }

  /** A request to either endpoint: only the path of the HTTP API contains the provider. */
  #toHttpEvent(callback: Callback) {
    const { provider: id, method, forged } = callback;
    const provider = this.#gateway.providers.get(id);
    if (provider === undefined) throw new Error(`no provider ${id}`);
    const { contentType, body } = inFormatOf(provider, callback);
    const { random, scheduler } = this.#world;
    const token = forged === 'token' ? 'another-token' : this.#console.tokens.get(id);
    const rawPath = random.chance(0.5) ? `/${id}/${token}` : `/${token}`;
    const isBase64Encoded = random.chance(0.5);
    const event = {
      version: '2.0',
      routeKey: '$default',
      rawPath,
      rawQueryString: '',
      headers: { 'content-type': contentType },
      requestContext: {
        accountId: 'anonymous',
        apiId: 'api',
        domainName: 'callbacks.example',
        domainPrefix: 'callbacks',
        http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: '' },
        requestId: 'request',
        routeKey: '$default',
        stage: '$default',
        time: '',
        timeEpoch: scheduler.nowMs,
      },
      body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
      isBase64Encoded,
    } satisfies APIGatewayProxyEventV2;
    return { ...event, headers: this.#toHeaders(provider, forged, toCallbackRequest(event)) };
  }

  /** The proofs of the provider. A forged callback has the signature of other bytes, and no headers. */
  #toHeaders(provider: ProviderAdapter, forged: Callback['forged'], request: CallbackRequest) {
    const isForged = forged === 'proof';
    const body = isForged ? Buffer.concat([request.body, Buffer.from(' ')]) : request.body;
    const headers = { ...request.headers, ...(!isForged && staticHeaders) };
    const signed = toSigned(provider, { ...request, headers, body })?.headers ?? headers;
    return Object.fromEntries(
      Object.entries(signed).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    );
  }
}

/** The JSON of a callback as its provider sends it, or a body that no provider sends. */
function inFormatOf({ codec }: ProviderAdapter, { body, contentType }: Callback) {
  return contentType === undefined
    ? { contentType: codec.contentType, body: codec.encode(body) }
    : { contentType, body };
}
