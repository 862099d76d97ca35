import { deriveMessageState } from '../../../shared/reader/message-state.ts';
import { isAcknowledged } from '../traffic/callback.ts';
import type { StoryMessage } from '../traffic/story.ts';
import type { Evidence, StoredEvent } from './evidence.ts';
import type { Ledger } from './rules.ts';

/** The statuses from the first to the furthest, by the WhatsApp documentation. */
const statusOrder = ['sent', 'failed', 'delivered', 'read'];

/** The state that a reader derives of a message is what the providers reported. Both ids find it. */
export function checkState(evidence: Evidence, ledger: Ledger): void {
  const { stories, storedByPartition, gateway } = evidence;
  const acknowledged = stories.callbacks
    .filter(isAcknowledged)
    .flatMap(({ items }) => items.map(({ subject }) => subject));
  const aliases = new Map(
    gateway.table.written.flatMap(({ pk, alias }) => (alias ? [[pk?.S, alias.S] as const] : [])),
  );
  for (const message of stories.messages) {
    const { provider, alias } = message;
    const partitions = idsOf(message).map((id) => `message#${provider}#${id}`);
    const records = partitions.flatMap((pk) => storedByPartition.get(pk) ?? []);
    const originals = records.filter(({ kind }) => kind === 'original');
    const state = deriveMessageState(originals.map(({ event }) => event));
    const expected = furthest(records, acknowledged, message);
    // "created" and "deleted" have no place in the order.
    const status = statusOrder.find((word) => word === state.status);
    ledger.check(
      'state: the furthest status',
      status === expected,
      () => `${message.id}: ${status}, not ${expected}`,
    );
    const hasMessage = records.some(({ sk }) => sk === 'message');
    if (alias === undefined || !hasMessage) continue;
    const [target, second] = partitions;
    const isFound = aliases.get(second) === target;
    ledger.check('state: found by the second id', isFound, () => `${provider} ${alias}`);
  }
}

function idsOf({ id, alias }: StoryMessage): readonly string[] {
  return alias === undefined ? [id] : [id, alias];
}

/** The furthest status of a message in the table or in an acknowledged callback. */
function furthest(
  records: readonly StoredEvent[],
  acknowledged: readonly string[],
  message: StoryMessage,
): string | undefined {
  const prefixes = idsOf(message).map((id) => `message.status.updated ${message.provider} ${id} `);
  const words = [...records.map(({ subject }) => subject), ...acknowledged]
    .filter((subject) => prefixes.some((prefix) => subject.startsWith(prefix)))
    .map((subject) => subject.split(' ').at(-1) ?? '');
  const ofMessage = records.flatMap(({ event }) =>
    'message' in event.detail.data ? [event.detail.data.message.status ?? ''] : [],
  );
  return statusOrder.findLast((status) => [...words, ...ofMessage].includes(status));
}
