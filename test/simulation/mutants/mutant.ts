import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { EventRecord } from '../../../shared/table/event-record.ts';
import type { EventStore, StoreOutcome } from '../../../shared/table/event-store.ts';
import { toEventStore } from '../../support/memory-event-store.ts';
import { type GatewayCode, gatewayCode } from '../gateway-code.ts';
import type { Rule } from '../invariants/rules.ts';

/** The gateway with one defect, of a kind that loses events in production. */
export interface Mutant {
  /** What the defective gateway does. */
  readonly name: string;
  /** The rule that the defect breaks, and by which it must be found. */
  readonly rule: Rule;
  readonly code: GatewayCode;
}

/** By the name of the mutant: the rule that it breaks, and the parts of the gateway that it replaces. */
export type Changes = Readonly<Record<string, readonly [rule: Rule, code: Partial<GatewayCode>]>>;

type PutInput = PutItemCommand['input'];

/** The event stores of the callbacks and of the mirror, with another `store`. */
export function withStore(
  change: (store: EventStore['store'], record: EventRecord) => Promise<StoreOutcome>,
): Partial<GatewayCode> {
  const createDynamoDbEventStore: GatewayCode['createDynamoDbEventStore'] = (client, settings) => {
    const { store } = gatewayCode.createDynamoDbEventStore(client, settings);
    return toEventStore((record) => change(store, record));
  };
  return { createDynamoDbEventStore };
}

/** The table's client, with changes to its puts. */
export function withPuts(
  change: (input: PutInput) => PutInput,
  { drops = () => false }: { readonly drops?: (input: PutInput) => boolean } = {},
): Partial<GatewayCode> {
  const createDynamoDbEventStore: GatewayCode['createDynamoDbEventStore'] = (client, settings) => {
    const changed: typeof client = Object.assign(Object.create(client), {
      send: async (command: object) => {
        if (!(command instanceof PutItemCommand))
          return Reflect.apply(client.send, client, [command]);
        return drops(command.input) ? {} : client.send(new PutItemCommand(change(command.input)));
      },
    });
    return gatewayCode.createDynamoDbEventStore(changed, settings);
  };
  return { createDynamoDbEventStore };
}
