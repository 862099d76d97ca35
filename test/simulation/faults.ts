import type { Random } from './random.ts';

export type Service = 'dynamodb' | 's3' | 'eventbridge' | 'sqs' | 'secretsmanager';

/** What can be injected, by the name under which a report counts it. */
export const faultKinds = [
  'error before the effect',
  'error after the effect',
  'throttle',
  'slow call',
  'service outage',
  'crash before the effect',
  'crash after the effect',
  'function timed out',
  'publisher broken',
  'partial PutEvents',
  'event rejected by the bus',
  'record that kills the publisher',
  'record that is no event',
  'stream batch repeated',
  'queue record repeated',
  'queue record not deleted',
  'bus delivery repeated',
  'bus delivery to the dead-letter queue',
  'answer lost on its way',
  'clock wrong',
  'clock set back',
  'secret rotated',
  'media not served',
  'other media served',
  'media API failed',
  'media place expired',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A time in which every call to one service fails. */
export interface Outage extends Period {
  readonly service: Service;
}

/** How much goes wrong in one run. */
export interface FaultPlan {
  /** Nothing goes wrong: providers alone repeat, reorder and use both endpoints. */
  readonly calm: boolean;
  /** Probability that an attempt at an AWS call is disturbed. */
  readonly perCall: number;
  /** Probability that a disturbed attempt takes the function down with it. */
  readonly crash: number;
  /** Probability of each of the platform's own surprises (repeats, lost answers, rejections). */
  readonly perSurprise: number;
  readonly outages: readonly Outage[];
  /** When a bad deployment of the publisher is live: it fails whatever it gets. */
  readonly brokenPublisher: Period | undefined;
  /** Whether some records kill the function that publishes them. */
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

/** One run in five is calm; the others differ in how bad it gets. */
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

/** Of minutes for any service; the bus may be gone for longer than the outbox waits (20 h). */
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

/** From some time in the first ten minutes on, and perhaps for longer than the outbox waits. */
function drawHours(random: Random, startMs: number): Period {
  const fromMs = startMs + random.integer(0, 600_000);
  return { fromMs, toMs: fromMs + random.integer(1, 30) * hourMs };
}

/** What is done to one attempt at an AWS call. */
export type CallFault = Extract<
  FaultKind,
  | 'error before the effect'
  | 'error after the effect'
  | 'throttle'
  | 'slow call'
  | 'crash before the effect'
  | 'crash after the effect'
>;

/** Draws the faults of a run by its plan, and counts what was really injected. */
export class Faults {
  readonly plan: FaultPlan;
  readonly counts = new Map<FaultKind, number>();
  readonly #random: Random;
  #isMended = false;

  constructor(plan: FaultPlan, random: Random) {
    this.plan = plan;
    this.#random = random;
  }

  /** From now on nothing goes wrong any more: the operator has repaired everything. */
  mend(): void {
    this.#isMended = true;
  }

  get isMended(): boolean {
    return this.#isMended;
  }

  count(kind: FaultKind): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  isOut(service: Service, nowMs: number): boolean {
    if (this.#isMended) return false;
    const out = this.plan.outages.some(
      (outage) => outage.service === service && isWithin(outage, nowMs),
    );
    if (out) this.count('service outage');
    return out;
  }

  isPublisherBroken(nowMs: number): boolean {
    const { brokenPublisher } = this.plan;
    if (this.#isMended || !brokenPublisher || !isWithin(brokenPublisher, nowMs)) return false;
    this.count('publisher broken');
    return true;
  }

  /** Whether one of the platform's surprises happens here; it is counted then. */
  surprise(kind: FaultKind, probability = this.plan.perSurprise): boolean {
    if (this.#isMended || this.plan.calm || !this.#random.chance(probability)) return false;
    this.count(kind);
    return true;
  }

  /** What happens to this attempt at an AWS call; `undefined`: it goes well. */
  drawCallFault(probability = this.plan.perCall): CallFault | undefined {
    if (this.#isMended || this.plan.calm || !this.#random.chance(probability)) return undefined;
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
