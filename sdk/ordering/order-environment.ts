import { TributaryError } from '../../shared/tributary-error.ts';

/** The environment variables that an ordered `Subscription` gives its function and its forwarder. */
export const orderVariables = {
  tableName: 'TRIBUTARY_ORDER_TABLE',
  deadLettersUrl: 'TRIBUTARY_ORDER_DEAD_LETTERS_URL',
  queueUrl: 'TRIBUTARY_ORDER_QUEUE_URL',
  maxAttempts: 'TRIBUTARY_ORDER_MAX_ATTEMPTS',
  timeoutSeconds: 'TRIBUTARY_ORDER_TIMEOUT_SECONDS',
  rememberDays: 'TRIBUTARY_ORDER_REMEMBER_DAYS',
} as const;

export type OrderVariable = (typeof orderVariables)[keyof typeof orderVariables];

/** @throws {TributaryError} `misconfigured` when the variable is not set */
export function readOrderVariable(
  environment: Readonly<Record<string, string | undefined>>,
  name: OrderVariable,
): string {
  const value = environment[name];
  if (value) return value;
  throw new TributaryError(
    'misconfigured',
    `the environment variable ${name} is not set: a Subscription with order: "conversation" sets it on the function that it is given`,
    { retryable: false },
  );
}
