import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toEventRecords } from '../../functions/callback/to-event-records.ts';
import { providers } from '../../functions/providers/registry.ts';
import type { TributaryEvent } from '../../shared/contract/index.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';

const root = fileURLToPath(new URL('../../fixtures/', import.meta.url));

const payloadSuffix = '.payload.json';

/** A provider's callback body that is kept as a file, and the file with the events it must give. */
export interface Fixture {
  readonly provider: string;
  /** File name without its ending: `new_message.whatsapp-image`. */
  readonly name: string;
  readonly payload: string;
  readonly goldenPath: string;
}

/** When all fixtures were received: goldens must not depend on the clock. */
export const fixtureReceivedAt = '2026-01-02T03:04:05.678Z';

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

/** The events of a body, as they would be published had it been received with the fixtures. */
export function normalizeFixture(
  provider: ProviderAdapter,
  payload: string,
  receivedAt = fixtureReceivedAt,
): readonly TributaryEvent[] {
  const receipt = { provider: provider.manifest.id, receivedAt };
  const delivery = { text: payload, headers: {} };
  const { records } = toEventRecords(delivery, provider, receipt, { channels: {} });
  return records.map(({ event }) => event);
}
