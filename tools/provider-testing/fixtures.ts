import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { toEventRecords } from '../../functions/callback/to-event-records.ts';
import { isQuarantineEvent } from '../../shared/contract/event-kinds.ts';
import { eventDefinitions, type TributaryEvent } from '../../shared/contract/index.ts';
import type { Manifest } from '../../shared/provider/manifest.ts';
import type { ProviderAdapter } from '../../shared/provider/provider-adapter.ts';

const payloadSuffix = '.payload.json';

/** A file with the decoded body of a provider's callback, and the file with the events that it must give. */
export interface Fixture {
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

/** The fixtures of a folder, by name. */
export function readFixtureFolder(folder: string): readonly Fixture[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(payloadSuffix))
    .sort()
    .map((file) => ({
      name: file.slice(0, -payloadSuffix.length),
      payload: readFileSync(join(folder, file), 'utf8'),
      goldenPath: join(folder, file.replace(payloadSuffix, '.expected.json')),
    }));
}

/** Whether every item of a fixture should be quarantined. */
export function isNamedInvalid({ name }: Pick<Fixture, 'name'>): boolean {
  return name.startsWith('invalid.');
}

/**
 * The provider event that a fixture is named after. Names may have dots: of `message` and
 * `message.updated`, `message.updated.read` is a fixture of the longer one.
 *
 * @returns `undefined` for a fixture of no provider event, such as `invalid.no-id`
 */
export function providerEventOf(
  { providerEvents }: Pick<Manifest, 'providerEvents'>,
  fixture: string,
): string | undefined {
  return providerEvents
    .map(({ name }) => name)
    .filter((name) => fixture === name || fixture.startsWith(`${name}.`))
    .sort((one, other) => other.length - one.length)[0];
}

/**
 * The events of a body, as the gateway would publish them.
 *
 * @param payload the decoded body, as a fixture has it
 * @throws what the adapter throws, and what is wrong with a draft that cannot become an event: the gateway
 *   would quarantine the body, and hide the defect
 */
export function normalizeFixture(
  adapter: ProviderAdapter,
  payload: string,
  receivedAt = fixtureReceivedAt,
): readonly TributaryEvent[] {
  const receipt = { provider: adapter.manifest.id, receivedAt };
  const body = { text: payload, headers: {} };
  const { records } = toEventRecords(body, adapter, receipt, { channels: {} }, rethrow);
  return records.map(({ event }) => event);
}

/** For `toEventRecords`: shows the defect of an adapter with its stack. */
export function rethrow(error: unknown): never {
  throw error;
}

/** What the closed schema of an event finds wrong with it, in lines; `undefined` when it is valid. */
export function findInvalid(event: TributaryEvent): string | undefined {
  const { detail } = eventDefinitions[event['detail-type']];
  const { error } = z.safeParse(detail, event.detail);
  return error && z.prettifyError(error);
}

/** Why these events cannot be the golden of a fixture; `undefined` when they can. */
export function findMistake(
  fixture: Pick<Fixture, 'name'>,
  events: readonly TributaryEvent[],
): string | undefined {
  const invalid = events.map(findInvalid).find((problem) => problem !== undefined);
  if (invalid !== undefined) return `becomes an event that is not in the contract:\n${invalid}`;
  const quarantined = events.find(isQuarantineEvent);
  const isInvalid = isNamedInvalid(fixture);
  if (quarantined === undefined) {
    return isInvalid ? 'is named invalid, but every item of it is recognized' : undefined;
  }
  if (isInvalid) return undefined;
  const { reason, path = '$', problem = '' } = quarantined.detail.data;
  return `is quarantined (${[reason, path, problem].filter(Boolean).join(', ')}); if it should be, name it invalid.<reason>`;
}
