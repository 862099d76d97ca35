import { orderVariables } from '../../../sdk/ordering/order-environment.ts';
import { httpVariables } from '../../../shared/http-subscription/http-variables.ts';
import { runChild } from '../child.ts';

/** How long a new process takes for a bundle, in milliseconds. */
export interface Start {
  readonly importMs: number;
  readonly cpuMs: number;
  /** Since the process began. */
  readonly readyMs: number;
}

const { order: _inAnyOrder, ...httpNames } = httpVariables;

/** What the stacks give their functions, of every bundle together. */
const environment: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.values(orderVariables).map((name) => [name, '5'])),
  ...Object.fromEntries(Object.values(httpNames).map((name) => [name, '5'])),
  [httpVariables.url]: 'https://receiver.example/events',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'invented',
  EVENTS_TABLE: 'events',
  EVENT_BUS: 'bus',
  GENERIC_PROVIDER: '{"id":"acme"}',
  MEDIA_BUCKET: 'media',
  MEDIA_MAX_RECEIVE_COUNT: '5',
  USER_HASH_KEY: 'the id of the stack',
  PROVIDER_SECRET: 'secret',
  PAYLOAD_BUCKET: 'payloads',
};

/**
 * Imports a bundle in a process of its own, as Lambda does in a new execution environment.
 *
 * @throws {Error} with what the process printed when the bundle does not start
 */
export function startBundle(file: string): Promise<Start> {
  return runChild(new URL('./import-bundle.mjs', import.meta.url), [file], environment);
}
