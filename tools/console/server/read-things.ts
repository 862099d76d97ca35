import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import type { Stores } from '../../operator/gateway/open-stores.ts';
import { OperatorError } from '../../operator/operator-error.ts';
import type { Thing, ThingKind } from '../api.ts';
import { summarizeThing } from './thing-list.ts';
import { toEvent } from './to-event.ts';

/**
 * A template, an account or a phone number with its history: one query.
 *
 * @throws {OperatorError} when the table has nothing about it
 */
export async function readThing(
  { gateway }: Pick<Stores, 'gateway'>,
  kind: ThingKind,
  provider: string,
  id: string,
): Promise<Thing> {
  const { clients, resources } = gateway;
  const reader = createDynamoDbReader(clients.dynamodb, resources.eventsTable);
  const state = await reader[kind](provider, id);
  const events = (state?.history ?? []).map(toEvent);
  const summary = summarizeThing({ kind, provider, id }, events);
  if (summary !== undefined) return { summary, history: events.toReversed() };
  throw new OperatorError(
    `the table has nothing about the ${kind} ${id} of ${provider}: check the id; records also expire`,
  );
}
