import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers as registry } from '../../functions/providers/registry.ts';
import { fullSecret } from '../support/genuine-callback.ts';
import type { FaultKind } from './faults.ts';
import { Gateway } from './gateway.ts';
import { type GatewayCode, gatewayCode } from './gateway-code.ts';
import { checkDeadLetters, checkUndecodable } from './invariants/dead-letters.ts';
import { gatherEvidence } from './invariants/evidence.ts';
import { checkMedia } from './invariants/media.ts';
import { checkOrder } from './invariants/order.ts';
import { checkItems, checkPublication, checkRepeats } from './invariants/publication.ts';
import { checkRefusals, checkResponses } from './invariants/responses.ts';
import { checkState } from './invariants/state.ts';
import type { Violation } from './invariants/violation.ts';
import { Operator } from './operator.ts';
import { isAcknowledged } from './traffic/callback.ts';
import { Sender } from './traffic/sender.ts';
import { writeStories } from './traffic/stories.ts';
import { Script } from './traffic/story.ts';
import { createWorld } from './world.ts';

/** The result of one seed. */
export interface RunResult {
  readonly seed: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly violations: readonly Violation[];
  readonly callbacks: number;
  readonly acknowledged: number;
  /** Callbacks that must be refused. */
  readonly refused: number;
  /** Genuine callbacks that were not acknowledged before their provider's last retry. */
  readonly abandoned: number;
  /** How many of these had all of their events on the bus at the end. */
  readonly abandonedButPublished: number;
  readonly published: number;
  /** The simulated time that passed in the run. */
  readonly simulatedMs: number;
}

export interface RunOptions {
  /** The code under test; a mutant breaks it. */
  readonly code?: GatewayCode;
  /** Receives every step of the run. */
  readonly onTrace?: (line: string) => void;
}

const providers = await Promise.all(registry.map(({ id }) => loadProvider(id)));
const { headers, signingKeys } = fullSecret;

/**
 * One run: providers send callbacks, and the seed injects faults. When nothing is left to do, the
 * operator repairs the gateway and redrives the dead letters. The invariants are checked before and
 * after that. The same seed gives the same result.
 */
export async function simulate(seed: number, options: RunOptions = {}): Promise<RunResult> {
  const world = createWorld(seed, options.onTrace);
  const console = { token: 'the-token-of-the-first-deploy' };
  const gateway = new Gateway(world, options.code ?? gatewayCode, providers, (accessToken) => ({
    ...console,
    headers,
    signingKeys,
    accessToken,
  }));
  const script = new Script(world, gateway.mediaServer);
  writeStories(script);
  const sender = new Sender(world, gateway, console);
  for (const callback of script.callbacks) sender.schedule(callback);
  const operator = new Operator(world, gateway, console);
  operator.schedule();
  const startedAtMs = world.scheduler.nowMs;
  await world.scheduler.run();

  const deadLetters = (await operator.deadLetterRecords()).flat().map(({ dynamodb }) => dynamodb);
  const deadLetterTexts = new Set(deadLetters.map((record) => record?.NewImage?.detail?.S ?? ''));
  const deadLetterPartitions = new Set(deadLetters.map((record) => record?.Keys?.pk?.S ?? ''));
  const before = gatherEvidence(world, gateway, script);
  const violations = [
    ...checkDeadLetters(before, deadLetterTexts),
    ...checkUndecodable(before, deadLetterTexts),
    ...checkOrder(before, deadLetterPartitions),
  ];

  world.trace('the operator repairs and redrives');
  world.faults.repair();
  void operator.redrive();
  await world.scheduler.run();

  const after = gatherEvidence(world, gateway, script);
  violations.push(
    ...checkPublication(after),
    ...checkItems(after),
    ...checkRepeats(after),
    ...checkRefusals(after),
    ...checkResponses(after),
    ...checkState(after),
    ...checkMedia(after),
  );
  const abandoned = script.callbacks.filter(
    (callback) => callback.fate === 'acknowledged' && !isAcknowledged(callback),
  );
  const publishedSubjects = new Set(after.published.map(({ subject }) => subject));
  return {
    seed,
    faults: world.faults.counts,
    violations,
    callbacks: script.callbacks.length,
    acknowledged: script.callbacks.filter(isAcknowledged).length,
    refused: script.callbacks.filter(({ fate }) => fate === 'refused').length,
    abandoned: abandoned.length,
    abandonedButPublished: abandoned.filter(({ items }) =>
      items.every(({ subject }) => publishedSubjects.has(subject)),
    ).length,
    published: gateway.bus.accepted.length,
    simulatedMs: world.scheduler.nowMs - startedAtMs,
  };
}
