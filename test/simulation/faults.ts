import type { Random } from './random.ts';

export type Service = 'dynamodb' | 's3' | 'eventbridge' | 'sqs' | 'secretsmanager';

/** The kinds of fault. A report counts them under these names. */
export const faultKinds = [
  'error before the effect',
  'error after the effect',
  'throttle',
  'slow call',
  'service outage',
  'crash before the effect',
  'crash after the effect',
  'function stalled',
  'function timed out',
  'publisher broken',
  'key of a batch not read',
  'statement of a batch failed',
  'partial PutEvents',
  'event rejected by the bus',
  'event that makes a call invalid',
  'record that kills the publisher',
  'record that is not an event',
  'stream batch repeated',
  'queue record repeated',
  'queue record not deleted',
  'bus delivery repeated',
  'bus delivery to the dead-letter queue',
  'response lost on the way',
  'ticket not sent',
  'reaction of a subscriber failed',
  'event that a subscriber cannot handle',
  'clock wrong',
  'clock set back',
  'secret rotated',
  'media not served',
  'media late',
  'other media served',
  'media API failed',
  'media URL expired',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A period in which every call to one service fails. */
export interface Outage extends Period {
  readonly service: Service;
}

/** How much goes wrong in one run. */
export interface FaultPlan {
  /** No fault is injected. Providers still repeat callbacks, reorder them and use both endpoints. */
  readonly calm: boolean;
  /** Probability that an attempt at an AWS call has a fault. */
  readonly perCall: number;
  /** Probability that such a fault crashes the function. */
  readonly crash: number;
  /** Probability of each fault of the platform (repeats, lost responses, rejections). */
  readonly perSurprise: number;
  readonly outages: readonly Outage[];
  /** When a broken version of the publisher is deployed: it fails for every batch. */
  readonly brokenPublisher: Period | undefined;
  /** Whether some records crash the function that publishes them. */
  readonly killers: boolean;
}

const hourMs = 3_600_000;
const calmPlan: FaultPlan = {
  calm: true,
  perCall: 0,
  crash: 0,
  perSurprise: 0,
  outages: [],
  brokenPublisher: undefined,
  killers: false,
};

/** One run in five is calm. The others differ in the number of faults. */
export function drawFaultPlan(random: Random, startMs: number): FaultPlan {
  if (random.chance(0.2)) return calmPlan;
  return {
    calm: false,
    perCall: random.pick([0.02, 0.1, 0.3, 0.6]),
    crash: random.pick([0, 0.1, 0.3]),
    perSurprise: random.pick([0.02, 0.1, 0.3]),
    outages: drawOutages(random, startMs),
    killers: random.chance(0.05),
    brokenPublisher: random.chance(0.04) ? drawHours(random, startMs) : undefined,
  };
}

/** Minutes for any service. The bus may fail for longer than the outbox waits (20 h). */
function drawOutages(random: Random, startMs: number): readonly Outage[] {
  const outages: Outage[] = [];
  if (random.chance(0.3)) {
    const service = random.pick<Service>([
      'dynamodb',
      's3',
      'eventbridge',
      'sqs',
      'secretsmanager',
    ]);
    const fromMs = startMs + random.integer(0, 600_000);
    outages.push({ service, fromMs, toMs: fromMs + random.integer(10_000, 600_000) });
  }
  if (random.chance(0.06)) {
    outages.push({ service: 'eventbridge', ...drawHours(random, startMs) });
  }
  return outages;
}

/** Begins in the first ten minutes, and may last longer than the outbox waits. */
function drawHours(random: Random, startMs: number): Period {
  const fromMs = startMs + random.integer(0, 600_000);
  return { fromMs, toMs: fromMs + random.integer(1, 30) * hourMs };
}

/** A fault of one attempt at an AWS call. */
export type CallFault = Extract<
  FaultKind,
  | 'error before the effect'
  | 'error after the effect'
  | 'throttle'
  | 'slow call'
  | 'crash before the effect'
  | 'crash after the effect'
>;

/** Draws the faults of a run by its plan, and counts those that were injected. */
export class Faults {
  readonly plan: FaultPlan;
  readonly counts = new Map<FaultKind, number>();
  readonly #random: Random;
  #isRepaired = false;

  constructor(plan: FaultPlan, random: Random) {
    this.plan = plan;
    this.#random = random;
  }

  /** Ends all faults: the operator has repaired everything. */
  repair(): void {
    this.#isRepaired = true;
  }

  get isRepaired(): boolean {
    return this.#isRepaired;
  }

  count(kind: FaultKind): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  isOut(service: Service, nowMs: number): boolean {
    if (this.#isRepaired) return false;
    const out = this.plan.outages.some(
      (outage) => outage.service === service && isWithin(outage, nowMs),
    );
    if (out) this.count('service outage');
    return out;
  }

  isPublisherBroken(nowMs: number): boolean {
    const { brokenPublisher } = this.plan;
    if (this.#isRepaired || !brokenPublisher || !isWithin(brokenPublisher, nowMs)) return false;
    this.count('publisher broken');
    return true;
  }

  /** Decides whether a fault of the platform happens here, and counts it if it does. */
  surprise(kind: FaultKind, probability = this.plan.perSurprise): boolean {
    if (this.#isRepaired || this.plan.calm || !this.#random.chance(probability)) return false;
    this.count(kind);
    return true;
  }

  /** The fault of this attempt at an AWS call; `undefined` for none. */
  drawCallFault(probability = this.plan.perCall): CallFault | undefined {
    if (this.#isRepaired || this.plan.calm || !this.#random.chance(probability)) return undefined;
    const fault = this.#random.chance(this.plan.crash)
      ? this.#random.pick<CallFault>(['crash before the effect', 'crash after the effect'])
      : this.#random.pick<CallFault>([
          'error before the effect',
          'error after the effect',
          'throttle',
          'slow call',
        ]);
    this.count(fault);
    return fault;
  }
}

function isWithin({ fromMs, toMs }: Period, nowMs: number): boolean {
  return nowMs >= fromMs && nowMs < toMs;
}
