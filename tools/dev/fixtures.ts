import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toEventRecords } from '../../functions/callback/to-event-records.ts';
import { providers } from '../../functions/providers/registry.ts';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';

const root = fileURLToPath(new URL('../../fixtures/', import.meta.url));

const payloadSuffix = '.payload.json';

/** A file with a provider's callback body, and the file with the events that it must give. */
export interface Fixture {
  readonly provider: string;
  /** File name without its ending: `new_message.whatsapp-image`. */
  readonly name: string;
  readonly payload: string;
  readonly goldenPath: string;
}

/**
 * When all fixtures were received: goldens must not depend on the clock. It is later than every time in
 * them, because a time of the future is not used.
 */
export const fixtureReceivedAt = '2026-11-21T03:04:05.678Z';

/** The fixtures of one provider, or of all in the registry, by name. */
export function readFixtures(provider?: string): readonly Fixture[] {
  const ids = provider === undefined ? providers.map(({ id }) => id) : [provider];
  return ids.flatMap((id) =>
    readdirSync(`${root}${id}`)
      .filter((file) => file.endsWith(payloadSuffix))
      .sort()
      .map((file) => ({
        provider: id,
        name: file.slice(0, -payloadSuffix.length),
        payload: readFileSync(`${root}${id}/${file}`, 'utf8'),
        goldenPath: `${root}${id}/${file.replace(payloadSuffix, '.expected.json')}`,
      })),
  );
}

/** The events of a body, as the gateway would publish them. */
export function normalizeFixture(
  adapter: ProviderAdapter,
  payload: string,
  receivedAt = fixtureReceivedAt,
): readonly TributaryEvent[] {
  const receipt = { provider: adapter.manifest.id, receivedAt };
  const body = { text: payload, headers: {} };
  const { records } = toEventRecords(body, adapter, receipt, { channels: {} });
  return records.map(({ event }) => event);
}
