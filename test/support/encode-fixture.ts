import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';

/** The body of a fixture as its provider sends it: in its format, and without white space for readers. */
export function encodeFixture({ codec }: ProviderAdapter, payload: string): Buffer<ArrayBuffer> {
  return Buffer.from(codec.encode(JSON.stringify(JSON.parse(payload))));
}
