import { z } from 'zod';
import type { FactStore, RawVault } from '../../../functions/callback/ports.ts';
import type { FactKey } from '../../../shared/table/keys.ts';
import type { Dialect } from './adapter.ts';
import {
  isQuarantined,
  type PublishedFact,
  planRelease,
  planReplay,
  type QuarantinedBody,
  type Reading,
  type ReplayPlan,
} from './plan-replay.ts';

/** A fact of the table, as far as a replay reads it. */
export interface ReplayableFact extends PublishedFact {
  readonly raw: () => string | undefined;
  readonly rawKey: string | undefined;
  /** Whether it is listed among what was not understood. */
  readonly isListed: boolean;
}

/** What a replay touches. */
export interface ReplayPorts {
  readonly vault: RawVault & { read(key: string): Promise<string | undefined> };
  readonly dialectOf: (provider: string) => Promise<Dialect & { readonly facts: FactStore }>;
  /** Takes a fact off the list of what was not understood. */
  readonly unlist: (key: FactKey, run: string) => Promise<void>;
}

export interface ReplaySettings {
  /** Names the replay. Done again with the same name, nothing is published twice. */
  readonly run: string;
  /** Nothing is written. */
  readonly isDryRun: boolean;
  /** Nothing is written of what today's code does not understand either. */
  readonly onlyUnderstood: boolean;
}

/** What became of one fact, or would. */
export interface ReplayedFact {
  readonly reading: Reading;
  /** How many facts were stored for it. */
  readonly facts: number;
  readonly misfit?: ReplayPlan['misfit'];
}

/** Readings that take a fact off the list of what was not understood. */
const released: ReadonlySet<Reading> = new Set(['same', 'changed', 'understood']);

/** Publishes a fact once more, as today's code reads it, and takes it off the list if it may. */
export async function replayFact(
  fact: ReplayableFact,
  { run, isDryRun, onlyUnderstood }: ReplaySettings,
  ports: ReplayPorts,
): Promise<ReplayedFact> {
  const dialect = await ports.dialectOf(fact.event.detail.metadata.provider);
  const { reading, facts, kept, misfit } = await plan(fact, dialect, run, ports);
  const isReleased = released.has(reading);
  if (onlyUnderstood && !isReleased) return { reading, facts: 0, ...(misfit && { misfit }) };
  if (!isDryRun) {
    // What is pointed at is durable before what points at it.
    for (const { key, content } of kept) await ports.vault.keep(key, content);
    for (const stored of facts) {
      if (stored.vaulted) await ports.vault.keep(stored.vaulted.key, stored.vaulted.content);
      await dialect.facts.store(stored);
    }
    if (fact.isListed && isReleased) await ports.unlist(fact.key, run);
  }
  return { reading, facts: facts.length, ...(misfit && { misfit }) };
}

async function plan(
  { key, event, raw, rawKey }: ReplayableFact,
  dialect: Dialect,
  run: string,
  { vault }: ReplayPorts,
): Promise<ReplayPlan> {
  const inVault = rawKey === undefined ? undefined : await vault.read(rawKey);
  return isQuarantined(event)
    ? planRelease({ key, event }, readQuarantinedBody(inVault), dialect, run)
    : planReplay({ key, event }, inVault ?? raw(), dialect, run);
}

const quarantinedBody = z.object({
  body: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
});

function readQuarantinedBody(json: string | undefined): QuarantinedBody | undefined {
  return json === undefined ? undefined : quarantinedBody.parse(JSON.parse(json));
}
