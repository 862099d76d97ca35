import { describe, expect, it } from 'vitest';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import { genuineCallback, isSignable } from '../genuine-callback.ts';
import { hostileBodies } from '../hostile-bodies.ts';
import { keyringOf } from '../keyring.ts';
import { receive } from '../receive.ts';

/** The limit of a body, as `docs/responses.md` has it. */
const maxBodyBytes = 4 * 1024 * 1024;

/** The part of the contract suite about bodies that no provider sends. */
export function describeHostileBodies(adapter: ProviderAdapter): void {
  const { secret } = keyringOf(adapter.manifest.signature);

  describe('a genuine callback', () => {
    it.each(Object.entries(hostileBodies))(
      'gets a documented response when its body is %s',
      async (_what, body) => {
        const reception = await receive(adapter, secret, genuineCallback(adapter, body));
        const { response, records, payloads, logged } = reception;
        expect(documentedStatuses(adapter, body), logged).toContain(response.status);
        const isRefused = [401, 413].includes(response.status);
        expect(records.length + payloads.length > 0, logged).toBe(!isRefused);
        const failures = records.filter(({ event }) =>
          JSON.stringify(event.detail.data).includes('"adapter_error"'),
        );
        expect(failures, 'the adapter throws').toEqual([]);
      },
    );
  });
}

/** The statuses for a genuine callback with these bytes: only what may be truncated is requested again. */
export function documentedStatuses(adapter: ProviderAdapter, body: Uint8Array): readonly number[] {
  const { status } = adapter.manifest.success;
  if (!isSignable(adapter, body)) return [401];
  if (body.length > maxBodyBytes) return [413];
  return isJson(body) ? [status] : [status, 503];
}

/** Whether the bytes are JSON when invalid UTF-8 is replaced, as in WHATWG's decoding. */
function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(body));
    return true;
  } catch {
    return false;
  }
}
