import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { SignatureV4 } from '@smithy/signature-v4';
import { TributaryError } from '../tributary-error.ts';
import type { PayloadStore } from './payload-store.ts';

type SignerInit = ConstructorParameters<typeof SignatureV4>[0];

export interface PayloadStoreSettings {
  readonly bucket: string;
  /** From the configuration of an AWS SDK client, so that both sign in the same way. */
  readonly region: () => Promise<string>;
  readonly credentials: SignerInit['credentials'];
  readonly sha256: SignerInit['sha256'];
  /** The domain of AWS in a region: `amazonaws.com`, and another one in each other partition. */
  readonly domainOf: (region: string) => string;
  /** Replaces AWS's own endpoint, as `AWS_ENDPOINT_URL_S3` does for the SDK. */
  readonly endpoint?: string | undefined;
  /** @default `putLimits` */
  readonly limits?: PutLimits | undefined;
  /** How many requests are sent at the same time. @default 1 */
  readonly maxSockets?: number | undefined;
  /** @default a client whose connections stay open */
  readonly fetch?: Send | undefined;
  /** Waits before another attempt, and rejects when the signal ends it. @default Node's timers */
  readonly wait?: ((delayMs: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** Ends after this time. @default `AbortSignal.timeout` */
  readonly timeout?: ((delayMs: number) => AbortSignal) | undefined;
  /** In [0, 1). @default `Math.random` */
  readonly random?: (() => number) | undefined;
}

/** How long the payload bucket is waited for. */
export interface PutLimits {
  readonly attempts: number;
  /** One attempt. */
  readonly attemptMs: number;
  /** All attempts, and the time between them. */
  readonly totalMs: number;
}

/** The provider waits meanwhile, and repeats a callback after a 503. */
export const putLimits: PutLimits = { attempts: 3, attemptMs: 2_000, totalMs: 4_000 };

/** The longest delay before the second attempt; it doubles before the third. As the SDK has it. */
const backOffMs = { throttled: 1_000, other: 50 };

/** Sends a request, as `fetch` does. */
export type Send = (url: URL, request: PutRequest) => Promise<PutResponse>;

interface PutRequest {
  readonly method: 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer<ArrayBuffer>;
  readonly signal: AbortSignal;
}

type PutResponse = Pick<Response, 'status' | 'text'>;

/** Why an attempt did not store the object. */
interface Failure {
  readonly error: unknown;
  /** Absent when another attempt would fail, too. */
  readonly backOffMs?: number;
}

/**
 * The payload bucket, by one signed request for an object. The SDK's S3 client would more than double
 * the code that a callback function loads, for a call that is rare. A request is repeated when the SDK
 * would repeat it: after a network error, a throttle, or an error of S3 itself.
 *
 * An object that exists stays as it is: the request has the condition `If-None-Match: *` (S3 guide,
 * "Conditional writes", read on 2026-11-28).
 */
export function createS3PayloadStore(settings: PayloadStoreSettings): PayloadStore {
  const { limits = putLimits, random = Math.random } = settings;
  const { timeout: startTimeout = (delayMs) => AbortSignal.timeout(delayMs) } = settings;
  const { fetch: send = createSend(limits.attemptMs, settings.maxSockets ?? 1) } = settings;
  const { wait: sleep = (delayMs, signal) => wait(delayMs, undefined, { signal }) } = settings;
  const signer = new SignatureV4({
    service: 's3',
    region: settings.region,
    credentials: settings.credentials,
    sha256: settings.sha256,
    uriEscapePath: false,
  });

  async function putObject(key: string, body: Buffer<ArrayBuffer>, signal: AbortSignal) {
    const url = objectUrl(settings, await settings.region(), key);
    const { headers } = await signer.sign({
      method: 'PUT',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: {},
      headers: { host: url.host, 'content-type': 'application/json', 'if-none-match': '*' },
      body,
    });
    for (let attempt = 1; ; attempt += 1) {
      const failure = await attemptPut(url, { method: 'PUT', headers, body }, signal);
      if (failure === undefined) return;
      if (failure.backOffMs === undefined || attempt === limits.attempts) throw failure.error;
      const delayMs = random() * failure.backOffMs * 2 ** (attempt - 1);
      await sleep(delayMs, signal).catch(() => Promise.reject(failure.error));
    }
  }

  async function attemptPut(
    url: URL,
    request: Omit<PutRequest, 'signal'>,
    signal: AbortSignal,
  ): Promise<Failure | undefined> {
    try {
      const response = await send(url, { ...request, signal });
      // Reading it also frees the connection for the next request.
      return toFailure(response.status, await response.text());
    } catch (error) {
      return signal.aborted ? { error } : { error, backOffMs: backOffMs.other };
    }
  }

  return {
    async put(key, json, signal) {
      const timeout = startTimeout(limits.totalMs);
      const ending = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
      try {
        await putObject(key, Buffer.from(json), ending);
      } catch (error) {
        throw new TributaryError(
          'payload_store_unavailable',
          'the payload bucket did not accept an object: check its policy and the AWS status page',
          { retryable: true, cause: error },
        );
      }
    },
  };
}

/**
 * Sends requests over connections that stay open. `fetch` takes three times the CPU time, most of it of
 * a callback with many payloads. An attempt is timed from when it has a connection to wait for.
 */
function createSend(attemptMs: number, maxSockets: number): Send {
  const agent = new https.Agent({ keepAlive: true, maxSockets });
  return (url, { body, signal, ...rest }) => {
    const { promise, resolve, reject } = Promise.withResolvers<PutResponse>();
    const headers = { ...rest.headers, 'content-length': body.byteLength };
    const respond = (message: IncomingMessage) => {
      readText(message).then((text) => {
        resolve({ status: message.statusCode ?? 0, text: async () => text });
      }, reject);
    };
    const options = { ...rest, headers, signal };
    // Only an endpoint on the developer's machine has http. To import its module would load all of
    // `fetch`, which takes a sixth of a cold start.
    const request =
      url.protocol === 'http:'
        ? process.getBuiltinModule('node:http').request(url, options, respond)
        : https.request(url, { ...options, agent }, respond);
    const end = () => {
      const message = `no response in ${attemptMs} ms`;
      request.destroy(Object.assign(new Error(message), { name: 'TimeoutError' }));
    };
    let timer: NodeJS.Timeout | undefined;
    request.once('socket', () => {
      timer = setTimeout(end, attemptMs);
    });
    request.once('close', () => clearTimeout(timer));
    request.once('error', reject);
    request.end(body);
    return promise;
  };
}

/**
 * What a response of S3 means; `undefined` when the object is stored. The code of an error becomes its
 * name, which is logged.
 */
function toFailure(status: number, text: string): Failure | undefined {
  // 412: the object exists.
  if ((status >= 200 && status < 300) || status === 412) return undefined;
  const [, code = 'Error'] = /<Code>(\w+)<\/Code>/.exec(text) ?? [];
  const error = Object.assign(new Error(`S3 responded with ${status}`), { name: code });
  if (code === 'SlowDown' || status === 429) return { error, backOffMs: backOffMs.throttled };
  const isTransient = [500, 502, 503, 504].includes(status) || code === 'RequestTimeout';
  return isTransient ? { error, backOffMs: backOffMs.other } : { error };
}

function objectUrl(settings: PayloadStoreSettings, region: string, key: string): URL {
  const { bucket, endpoint, domainOf } = settings;
  const path = key.split('/').map(encodeURIComponent).join('/');
  if (endpoint !== undefined) return new URL(`/${bucket}/${path}`, endpoint);
  return new URL(`https://${bucket}.s3.${region}.${domainOf(region)}/${path}`);
}
