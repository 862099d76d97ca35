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
  /** @default Node's own */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** The provider waits meanwhile, and repeats a callback after a 503. */
const timeoutMs = 4_000;

/**
 * The payload bucket, by one signed request for an object. The SDK's S3 client would more than double
 * the code that a callback function loads, for a call that is rare.
 */
export function createS3PayloadStore(settings: PayloadStoreSettings): PayloadStore {
  const signer = new SignatureV4({
    service: 's3',
    region: settings.region,
    credentials: settings.credentials,
    sha256: settings.sha256,
    uriEscapePath: false,
  });
  async function putObject(key: string, body: Buffer<ArrayBuffer>): Promise<void> {
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
    const signal = AbortSignal.timeout(timeoutMs);
    const send = settings.fetch ?? fetch;
    const response = await send(url, { method: 'PUT', headers, body, signal });
    if (!response.ok) throw new Error(`S3 responded with ${response.status}`);
  }

  return {
    async put(key, json) {
      try {
        await putObject(key, Buffer.from(json));
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

function objectUrl({ bucket, endpoint }: PayloadStoreSettings, region: string, key: string): URL {
  const path = key.split('/').map(encodeURIComponent).join('/');
  if (endpoint !== undefined) return new URL(`/${bucket}/${path}`, endpoint);
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(`https://${bucket}.s3.${region}.${suffix}/${path}`);
}
