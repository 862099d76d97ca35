import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers as registry } from '../../functions/providers/registry.ts';
import type { EventType } from '../../shared/contract/index.ts';
import { createGenericProvider } from '../../shared/provider/generic-provider.ts';
import { fullSecret } from '../support/genuine-callback.ts';
import type { FaultKind } from './faults.ts';
import { Gateway } from './gateway.ts';
import { type GatewayCode, gatewayCode } from './gateway-code.ts';
import { checkReading } from './invariants/conversations.ts';
import { checkDeadLetters, checkUndecodable } from './invariants/dead-letters.ts';
import { type Evidence, gatherEvidence } from './invariants/evidence.ts';
import { countLimits } from './invariants/limits.ts';
import { checkLinks } from './invariants/links.ts';
import { checkMedia } from './invariants/media.ts';
import {
  checkErasure,
  checkExpired,
  checkNotPublishedAgain,
  checkReplay,
  takeStock,
} from './invariants/operations.ts';
import { checkOrder } from './invariants/order.ts';
import { checkOrdered } from './invariants/ordered.ts';
import { checkAcknowledged, checkPublication, checkRepeats } from './invariants/publication.ts';
import { checkAcknowledgedRaw, checkStoredRaw } from './invariants/raw-json.ts';
import { checkRefusals, checkResponses } from './invariants/responses.ts';
import { Ledger, type Rule, type Violation } from './invariants/rules.ts';
import { checkState } from './invariants/state.ts';
import { checkExpiry, checkItems, checkTimes } from './invariants/table.ts';
import { Operator } from './operator/operator.ts';
import type { Mark } from './tally.ts';
import { isAcknowledged } from './traffic/callback.ts';
import { Sender } from './traffic/sender.ts';
import { genericId } from './traffic/stories/refused.ts';
import { writeStories } from './traffic/stories.ts';
import { Script } from './traffic/story.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

/** The result of one seed. */
export interface RunResult {
  readonly seed: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly violations: readonly Violation[];
  /** How often each rule had something to check. */
  readonly checks: ReadonlyMap<Rule, number>;
  /** How often the run reached each limit, and each action of operators and the platform. */
  readonly marks: ReadonlyMap<Mark, number>;
  /** Events on the bus, by type. */
  readonly types: ReadonlyMap<EventType, number>;
  readonly callbacks: number;
  readonly acknowledged: number;
  /** Callbacks that must not be acknowledged. */
  readonly refused: number;
  /** Genuine callbacks that were not acknowledged before their provider's last retry. */
  readonly abandoned: number;
  /** How many of these had all of their events on the bus at the end. */
  readonly abandonedButPublished: number;
  readonly published: number;
  /** The simulated time that passed in the run. */
  readonly simulatedMs: number;
}

export interface RunOptions extends WorldOptions {
  /** The code under test; a mutant breaks it. */
  readonly code?: GatewayCode;
}

/** Every provider that has an adapter, and one that has none. */
const providers = [
  ...(await Promise.all(registry.map(({ id }) => loadProvider(id)))),
  createGenericProvider({ id: genericId, idempotency: { pointer: '/id' } }),
];
const { headers, signingKeys } = fullSecret;
const hourMs = 3_600_000;
const firstToken = 'the-token-of-the-first-deploy';

/**
 * One run: providers send callbacks, and the seed injects faults. When nothing is left to do, the
 * operator repairs the gateway and redrives the dead letters; then replays, erases users, and waits
 * until event records expire. The rules are checked between these steps. The same seed gives the same
 * result.
 */
export async function simulate(seed: number, options: RunOptions = {}): Promise<RunResult> {
  const world = createWorld(seed, options);
  const { scheduler } = world;
  const gateway = new Gateway(world, options.code ?? gatewayCode, providers, (accessToken) => ({
    token: firstToken,
    headers,
    signingKeys,
    accessToken,
  }));
  const script = new Script(world, gateway.mediaServer);
  writeStories(script);
  const console = { tokens: new Map(providers.map(({ manifest }) => [manifest.id, firstToken])) };
  const sender = new Sender(world, gateway, console);
  for (const callback of script.callbacks) sender.schedule(callback);
  const operator = new Operator(world, gateway, script, console);
  operator.schedule();
  await scheduler.run();

  const ledger = new Ledger();
  const gather = () => gatherEvidence(world, gateway, script);
  checkBeforeRedrive(gather(), operator, ledger);

  world.trace('the operator repairs and redrives');
  world.faults.repair();
  void operator.redrive();
  await scheduler.run();
  const redriven = gather();
  checkAll(redriven, ledger);
  checkOrdered(gateway, ledger);
  await checkReading(redriven, operator.undone, ledger);
  countLimits(redriven);
  const result = summarize(seed, redriven);

  if (operator.replays) {
    // By a wrong clock, an event record may be received in the future: the range ends now.
    scheduler.after(hourMs, () => void operator.replay());
    await scheduler.run();
    checkReplay(gather(), ledger);
  }
  if (script.erasures.length > 0) {
    const before = takeStock(gateway);
    void operator.erase();
    await scheduler.run();
    checkErasure(script.erasures, before, takeStock(gateway), ledger);
  }
  await expire(world, gateway, ledger);
  return {
    ...result,
    violations: ledger.violations,
    checks: ledger.checks,
    simulatedMs: scheduler.nowMs - world.startedAtMs,
  };
}

function checkBeforeRedrive(evidence: Evidence, operator: Operator, ledger: Ledger): void {
  const deadLetters = operator.deadLetterRecords().map(({ dynamodb }) => dynamodb);
  const texts = new Set(deadLetters.map((record) => record?.NewImage?.detail?.S ?? ''));
  const partitions = new Set(deadLetters.map((record) => record?.Keys?.pk?.S ?? ''));
  checkDeadLetters(evidence, texts, ledger);
  checkUndecodable(evidence, texts, ledger);
  checkOrder(evidence, partitions, ledger);
}

function checkAll(evidence: Evidence, ledger: Ledger): void {
  for (const check of [
    checkAcknowledged,
    checkAcknowledgedRaw,
    checkStoredRaw,
    checkPublication,
    checkRepeats,
    checkItems,
    checkExpiry,
    checkTimes,
    checkRefusals,
    checkResponses,
    checkState,
    checkLinks,
    checkMedia,
  ]) {
    check(evidence, ledger);
  }
}

/** Lets the time to live of all event records pass. */
async function expire(
  { swarm, scheduler }: World,
  gateway: Gateway,
  ledger: Ledger,
): Promise<void> {
  if (swarm.retentionDays === undefined) return;
  const publishedBefore = gateway.bus.accepted.length;
  // Links expire after twice the time.
  void scheduler.sleep((2 * swarm.retentionDays + 4) * 24 * hourMs);
  await scheduler.run();
  checkExpired(gateway, scheduler.nowMs, ledger);
  checkNotPublishedAgain(gateway, publishedBefore, ledger);
}

function summarize(seed: number, evidence: Evidence) {
  const { world, gateway, stories, publishedBySubject } = evidence;
  const genuine = stories.callbacks.filter(({ fate }) => fate === 'acknowledged');
  const abandoned = genuine.filter((callback) => !isAcknowledged(callback));
  const { accepted } = gateway.bus;
  return {
    seed,
    faults: world.faults.counts,
    marks: world.tally.counts,
    types: countBy(accepted.map(({ detail }) => detail.metadata.type)),
    callbacks: stories.callbacks.length,
    acknowledged: stories.callbacks.filter(isAcknowledged).length,
    refused: stories.callbacks.length - genuine.length,
    abandoned: abandoned.length,
    abandonedButPublished: abandoned.filter(({ items }) =>
      items.every(({ subject }) => publishedBySubject.has(subject)),
    ).length,
    published: accepted.length,
  };
}

function countBy<Key>(keys: readonly Key[]): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
