import { deriveMessageState } from '../../../shared/reader/message-state.ts';
import { isAcknowledged } from '../traffic/callback.ts';
import type { Evidence, StoredEvent } from './evidence.ts';
import type { Violation } from './violation.ts';

/** The statuses from the first to the furthest, by the WhatsApp documentation. */
const statusOrder = ['sent', 'failed', 'delivered', 'read'];

/** The state that a reader derives of a message is what the providers reported. Both ids find it. */
export function* checkState(evidence: Evidence): Generator<Violation> {
  for (const { provider, id, alias } of evidence.stories.messages) {
    const ids = alias === undefined ? [id] : [id, alias];
    const partitions = ids.map((it) => `message#${provider}#${it}`);
    const records = evidence.stored.filter(({ pk }) => partitions.includes(pk));
    const originals = records.filter(({ sk }) => !/^(alternate|conflict)#/.test(sk));
    const state = deriveMessageState(originals.map(({ event }) => event));
    const expected = furthest(records, evidence, provider, ids);
    // "created" and "deleted" have no place in the order.
    const status = statusOrder.find((word) => word === state.status);
    if (status !== expected) {
      yield { invariant: 'state: the furthest status', what: `${id}: ${status}, not ${expected}` };
    }
    const hasMessage = records.some(({ sk }) => sk === 'message');
    if (alias !== undefined && hasMessage && !isAliased(evidence, partitions)) {
      yield { invariant: 'state: found by the second id', what: `${provider} ${alias}` };
    }
  }
}

/** The furthest status of a message in the table or in an acknowledged callback. */
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
    .flatMap(({ items }) => items.map(({ subject }) => subject))
    .filter(isOfMessage);
  const words = [...records.map(({ subject }) => subject).filter(isOfMessage), ...acknowledged].map(
    (subject) => subject.split(' ').at(-1) ?? '',
  );
  const ofMessage = records.flatMap(({ event }) =>
    'message' in event.detail.data ? [event.detail.data.message.status ?? ''] : [],
  );
  return statusOrder.findLast((status) => [...words, ...ofMessage].includes(status));
}

function isAliased({ gateway }: Evidence, [target, alias]: readonly string[]): boolean {
  return gateway.table.items.some(
    (item) => item.pk?.S === alias && item.sk?.S === 'alias' && item.alias?.S === target,
  );
}
