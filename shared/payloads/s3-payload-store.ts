import { setTimeout } from 'node:timers/promises';
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
  /** Replaces AWS's own endpoint, as `AWS_ENDPOINT_URL_S3` does for the SDK. */
  readonly endpoint?: string | undefined;
  /** @default `putLimits` */
  readonly limits?: PutLimits | undefined;
  /** @default Node's own */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Waits before another attempt, and rejects when the signal ends it. @default Node's timers */
  readonly wait?: ((delayMs: number, signal: AbortSignal) => Promise<void>) | undefined;
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
 */
export function createS3PayloadStore(settings: PayloadStoreSettings): PayloadStore {
  const { limits = putLimits, fetch: send = fetch, random = Math.random } = settings;
  const { wait = (delayMs, signal) => setTimeout(delayMs, undefined, { signal }) } = settings;
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
      ...(url.port && { port: Number(url.port) }),
      path: url.pathname,
      query: {},
      headers: { host: url.host, 'content-type': 'application/json' },
      body,
    });
    for (let attempt = 1; ; attempt += 1) {
      const failure = await attemptPut(url, { method: 'PUT', headers, body }, signal);
      if (failure === undefined) return;
      if (failure.backOffMs === undefined || attempt === limits.attempts) throw failure.error;
      const delayMs = random() * failure.backOffMs * 2 ** (attempt - 1);
      await wait(delayMs, signal).catch(() => Promise.reject(failure.error));
    }
  }

  async function attemptPut(
    url: URL,
    request: RequestInit,
    signal: AbortSignal,
  ): Promise<Failure | undefined> {
    try {
      const timeout = AbortSignal.timeout(limits.attemptMs);
      const response = await send(url, { ...request, signal: AbortSignal.any([signal, timeout]) });
      // Reading it also frees the connection for the next request.
      const text = await response.text();
      return response.ok ? undefined : toFailure(response.status, text);
    } catch (error) {
      return signal.aborted ? { error } : { error, backOffMs: backOffMs.other };
    }
  }

  return {
    async put(key, json, signal) {
      const timeout = AbortSignal.timeout(limits.totalMs);
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

/** What an error response of S3 means. Its code becomes the name of the error, which is logged. */
function toFailure(status: number, text: string): Failure {
  const [, code = 'Error'] = /<Code>(\w+)<\/Code>/.exec(text) ?? [];
  const error = Object.assign(new Error(`S3 responded with ${status}`), { name: code });
  if (code === 'SlowDown' || status === 429) return { error, backOffMs: backOffMs.throttled };
  const isTransient = [500, 502, 503, 504].includes(status) || code === 'RequestTimeout';
  return isTransient ? { error, backOffMs: backOffMs.other } : { error };
}

function objectUrl({ bucket, endpoint }: PayloadStoreSettings, region: string, key: string): URL {
  const path = key.split('/').map(encodeURIComponent).join('/');
  if (endpoint !== undefined) return new URL(`/${bucket}/${path}`, endpoint);
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(`https://${bucket}.s3.${region}.${suffix}/${path}`);
}
