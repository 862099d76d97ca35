/** The environment variables that an `HttpSubscription` gives its function. */
export const httpVariables = {
  /** Where events are posted to. */
  url: 'TRIBUTARY_HTTP_URL',
  /** ARN of the secret with the signing keys. */
  secret: 'TRIBUTARY_HTTP_SECRET',
  /** URL of the dead-letter queue. */
  deadLettersUrl: 'TRIBUTARY_HTTP_DEAD_LETTERS_URL',
  /** ARN of the queue that invokes the function: the one that is switched off when the receiver is disabled. */
  queueArn: 'TRIBUTARY_HTTP_QUEUE_ARN',
  /** Name of the table with the state of the receiver. */
  stateTable: 'TRIBUTARY_HTTP_STATE_TABLE',
  /** How many attempts an event has. */
  maxAttempts: 'TRIBUTARY_HTTP_MAX_ATTEMPTS',
  /** `conversation` for events in the order of their conversations; absent: in any order. */
  order: 'TRIBUTARY_HTTP_ORDER',
} as const;

export type HttpVariable = (typeof httpVariables)[keyof typeof httpVariables];

/**
 * The one variable that only the emulator sets and no construct may write: the function may then post to a
 * loopback address over plain HTTP.
 */
export const localReceiversKey = 'TRIBUTARY_HTTP_LOCAL_RECEIVERS';

/** @throws {Error} naming the missing variable, while the function starts */
export function readHttpVariable(
  environment: Readonly<Record<string, string | undefined>>,
  name: HttpVariable,
): string {
  const value = environment[name];
  if (value) return value;
  throw new Error(
    `environment variable ${name} is not set: deploy the stack of the HttpSubscription again`,
  );
}
