import { deriveMessageState } from '../../../shared/reader/message-state.ts';
import { isAcknowledged } from '../traffic/callback.ts';
import type { Evidence, StoredEvent } from './evidence.ts';
import type { Violation } from './violation.ts';

/** How far each status says that a message got, in the words of the WhatsApp documentation. */
const reach = ['sent', 'failed', 'delivered', 'read'];

/** What a reader derives of each message is what its providers told, and either id finds it. */
export function* checkState(evidence: Evidence): Generator<Violation> {
  for (const { provider, id, alias } of evidence.stories.messages) {
    const ids = alias === undefined ? [id] : [id, alias];
    const partitions = ids.map((it) => `message#${provider}#${it}`);
    const records = evidence.stored.filter(({ pk }) => partitions.includes(pk));
    const told = records.filter(({ sk }) => !/^(alternate|conflict)#/.test(sk));
    const state = deriveMessageState(told.map(({ event }) => event));
    const expected = furthest(records, evidence, provider, ids);
    // Neither says how far a message got: "created" is before everything, "deleted" is beside it.
    const status = reach.find((word) => word === state.status);
    if (status !== expected) {
      yield { invariant: 'state: the furthest status', what: `${id}: ${status}, not ${expected}` };
    }
    const isMessageTold = records.some(({ sk }) => sk === 'message');
    if (alias !== undefined && isMessageTold && !isAliased(evidence, partitions)) {
      yield { invariant: 'state: found by the second id', what: `${provider} ${alias}` };
    }
  }
}

/** By what is in the table, and at least by what was acknowledged. */
function furthest(
  records: readonly StoredEvent[],
  { stories }: Evidence,
  provider: string,
  ids: readonly string[],
): string | undefined {
  const isOfMessage = (subject: string) =>
    ids.some((id) => subject.startsWith(`status ${provider} ${id} `));
  const acknowledged = stories.callbacks
    .filter(isAcknowledged)
    .flatMap(({ tellings }) => tellings.map(({ subject }) => subject))
    .filter(isOfMessage);
  const words = [...records.map(({ subject }) => subject).filter(isOfMessage), ...acknowledged].map(
    (subject) => subject.split(' ').at(-1) ?? '',
  );
  const toldWithMessage = records.flatMap(({ event }) =>
    'message' in event.detail.data ? [event.detail.data.message.status ?? ''] : [],
  );
  return reach.findLast((status) => [...words, ...toldWithMessage].includes(status));
}

function isAliased({ gateway }: Evidence, [target, alias]: readonly string[]): boolean {
  return gateway.table.items.some(
    (item) => item.pk?.S === alias && item.sk?.S === 'alias' && item.alias?.S === target,
  );
}
