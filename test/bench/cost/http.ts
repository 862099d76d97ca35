import { toSpread } from '../../../sdk/subscriptions/http/concurrency.ts';
import { prices } from './prices.ts';

/** The parts of what an HTTP subscription costs, in any order. */
export const httpComponents = [
  'SQS',
  'Lambda: requests',
  'Lambda: duration',
  'logs of the function',
] as const;

export type HttpCost = Readonly<Record<(typeof httpComponents)[number], number>>;

/** What never changes with the number of events, in a month. */
export const httpMonthlyComponents = [
  'secret',
  'alarms and their metric',
  'Lambda polls the queue when it is empty',
  'state of the receiver',
] as const;

export type HttpMonthlyCost = Readonly<Record<(typeof httpMonthlyComponents)[number], number>>;

/** Values that cannot be measured without AWS, on the expensive side. */
const assumed = {
  /** To resolve the name, to connect with TLS and to wait for the response. */
  requestMs: 150,
  functionGigabytes: 0.25,
  /** The line of an event, as the function writes it, with what CloudWatch adds. */
  logBytesPerEvent: 250,
  /** Lambda's own lines are off below the level WARN. */
  logBytesPerInvocation: 0,
  /** An execution environment that has work all the time notes once a minute that events are accepted. */
  notesPerMonth: 30 * 24 * 60,
};

/** Requests of an SQS message: EventBridge sends it alone; Lambda receives and deletes batches. */
const sentAlone = 1;
const receivedAndDeleted = 2;

/**
 * The cost of a million events that the receiver accepts at the first attempt.
 *
 * @param eventsPerBatch events in one invocation, which posts them side by side
 */
export function httpCost(eventsPerBatch: number): HttpCost {
  const { lambda, cloudwatch } = prices;
  const share = 1 / eventsPerBatch;
  const seconds = share * 1_000_000 * (assumed.requestMs / 1_000);
  return {
    SQS: (sentAlone + receivedAndDeleted * share) * prices.sqsRequestsPerMillion,
    'Lambda: requests': share * lambda.requestsPerMillion,
    'Lambda: duration': seconds * assumed.functionGigabytes * lambda.perGigabyteSecond,
    'logs of the function':
      ((assumed.logBytesPerEvent + share * assumed.logBytesPerInvocation) / 1_000) *
      cloudwatch.logsPerGigabyte,
  };
}

/** The most events of a batch with the default concurrency. */
export const defaultBatch = toSpread(10).batchSize;

/** @param emptyReceivesPerMonth receive calls of Lambda on an empty queue */
export function httpMonthlyCost(emptyReceivesPerMonth: number): HttpMonthlyCost {
  const { dynamodb, cloudwatch } = prices;
  return {
    secret: prices.secret,
    'alarms and their metric': 3 * cloudwatch.alarmMetric + cloudwatch.metric,
    'Lambda polls the queue when it is empty':
      (emptyReceivesPerMonth / 1_000_000) * prices.sqsRequestsPerMillion,
    'state of the receiver': (assumed.notesPerMonth / 1_000_000) * dynamodb.writeUnitsPerMillion,
  };
}

export function sum(cost: HttpCost | HttpMonthlyCost): number {
  return Object.values(cost).reduce((total, part) => total + part, 0);
}
