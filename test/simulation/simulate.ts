import { loadProvider } from '../../functions/providers/load-provider.ts';
import { providers as registry } from '../../functions/providers/registry.ts';
import { fullSecret } from '../support/genuine-callback.ts';
import type { FaultKind } from './faults.ts';
import { Gateway } from './gateway.ts';
import { type GatewayCode, gatewayCode } from './gateway-code.ts';
import { checkAnswers, checkRefusals } from './invariants/answers.ts';
import { checkDeadLetters, checkUndecodable } from './invariants/dead-letters.ts';
import { checkDelivery, checkRepeats, checkTellings } from './invariants/delivery.ts';
import { gatherEvidence } from './invariants/evidence.ts';
import { checkMedia } from './invariants/media.ts';
import { checkOrder } from './invariants/order.ts';
import { checkState } from './invariants/state.ts';
import type { Violation } from './invariants/violation.ts';
import { Operator } from './operator.ts';
import { isAcknowledged } from './traffic/callback.ts';
import { Sender } from './traffic/sender.ts';
import { tellStories } from './traffic/stories.ts';
import { Teller } from './traffic/story.ts';
import { createWorld } from './world.ts';

/** What one seed came to. */
export interface RunResult {
  readonly seed: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly violations: readonly Violation[];
  readonly callbacks: number;
  readonly acknowledged: number;
  /** Callbacks that were meant to be refused; none of them was ever acknowledged. */
  readonly refused: number;
  /** Genuine callbacks on which their provider gave up, without an acknowledgement. */
  readonly abandoned: number;
  /** Of these, how many had all of their events on the bus in the end. */
  readonly abandonedButPublished: number;
  readonly published: number;
  /** How much time passed in the run. */
  readonly simulatedMs: number;
}

export interface RunOptions {
  /** The code under test; a mutant breaks it. */
  readonly code?: GatewayCode;
  /** Gets every step of the run. */
  readonly onTrace?: (line: string) => void;
}

const providers = await Promise.all(registry.map(({ id }) => loadProvider(id)));
const { headers, signingKeys } = fullSecret;

/**
 * One run: providers send, the seed disturbs, and when all is quiet the operator repairs and sends
 * again what was given up on. What must hold then, and before, is checked. The same seed gives the
 * same result.
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
  const teller = new Teller(world, gateway.mediaServer);
  tellStories(teller);
  const sender = new Sender(world, gateway, console);
  for (const callback of teller.callbacks) sender.schedule(callback);
  const operator = new Operator(world, gateway, console);
  operator.schedule();
  const startedAtMs = world.scheduler.nowMs;
  await world.scheduler.run();

  const givenUp = (await operator.givenUpRecords()).flat().map(({ dynamodb }) => dynamodb);
  const givenUpTexts = new Set(givenUp.map((record) => record?.NewImage?.detail?.S ?? ''));
  const givenUpPartitions = new Set(givenUp.map((record) => record?.Keys?.pk?.S ?? ''));
  const before = gatherEvidence(world, gateway, teller);
  const violations = [
    ...checkDeadLetters(before, givenUpTexts),
    ...checkUndecodable(before, givenUpTexts),
    ...checkOrder(before, givenUpPartitions),
  ];

  world.trace('the operator repairs and redrives');
  world.faults.mend();
  void operator.redrive();
  await world.scheduler.run();

  const after = gatherEvidence(world, gateway, teller);
  violations.push(
    ...checkDelivery(after),
    ...checkTellings(after),
    ...checkRepeats(after),
    ...checkRefusals(after),
    ...checkAnswers(after),
    ...checkState(after),
    ...checkMedia(after),
  );
  const abandoned = teller.callbacks.filter(
    (callback) => callback.fate === 'acknowledged' && !isAcknowledged(callback),
  );
  const told = new Set(after.published.map(({ subject }) => subject));
  return {
    seed,
    faults: world.faults.counts,
    violations,
    callbacks: teller.callbacks.length,
    acknowledged: teller.callbacks.filter(isAcknowledged).length,
    refused: teller.callbacks.filter(({ fate }) => fate === 'refused').length,
    abandoned: abandoned.length,
    abandonedButPublished: abandoned.filter(({ tellings }) =>
      tellings.every(({ subject }) => told.has(subject)),
    ).length,
    published: gateway.bus.accepted.length,
    simulatedMs: world.scheduler.nowMs - startedAtMs,
  };
}
