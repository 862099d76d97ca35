import { isMessageEvent, trafficOf } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import type { RecordKey } from '../../../shared/table/keys.ts';
import { parseSortKey } from '../../../shared/table/sort-key.ts';
import type { CommandContext, OptionValues } from '../command.ts';
import type { Stores } from '../gateway/open-stores.ts';
import { readMessage } from '../gateway/read-message.ts';
import { providerOption } from '../known-values.ts';
import { OperatorError } from '../operator-error.ts';
import { openRecordSource, recordSourceOptions } from '../record-source/open-record-source.ts';
import { isSelected } from '../replay/select-records.ts';
import { readTimeRange, timeRangeOptions } from '../time-range.ts';

/** The options of every command about the files of messages. */
export const messageSelectionOptions = {
  ...timeRangeOptions,
  message: { type: 'string', value: 'ID', help: 'only this message, instead of a range' },
  provider: providerOption('only messages of this provider'),
  history: {
    type: 'boolean',
    help: 'also messages of the history, whose files are mirrored only with historyMedia',
  },
  ...recordSourceOptions,
} as const;

type Values = OptionValues<typeof messageSelectionOptions>;

/**
 * Finds the messages with files that the command line selects: one by its id, or those of a range by
 * reading the whole table.
 *
 * @param by the events of a range that lead to a message: the message itself, or its files that failed
 * @returns their partitions, which also hold the outcome of each file
 * @throws {UsageError} for a missing or invalid range
 * @throws {OperatorError} when nothing is known about the message, or the cost is not accepted
 */
export async function selectMessages(
  values: Values,
  stores: Stores,
  context: CommandContext,
  by: 'message' | 'media.failed' = 'message',
): Promise<readonly RecordKey['pk'][]> {
  const { message, provider, history = false } = values;
  if (message !== undefined) return [await partitionOf(message, provider, stores)];
  const selection = { range: readTimeRange(values, context.now()), provider };
  const source = await openRecordSource(values, stores, context);
  const leadsToFile = by === 'message' ? hasFiles : isFailure;
  const pks = new Set<RecordKey['pk']>();
  await source.read(async (items) => {
    for (const item of items) {
      if (!isSelected(item, selection) || !leadsToFile(item.event)) continue;
      const isHistory = trafficOf(item.event['detail-type']) === 'history';
      if (history || !isHistory) pks.add(item.key.pk);
    }
  });
  return [...pks];
}

function hasFiles(event: TributaryEvent): boolean {
  return isMessageEvent(event) && event.detail.data.message.media.length > 0;
}

function isFailure(event: TributaryEvent): boolean {
  return event['detail-type'] === 'media.failed';
}

async function partitionOf(
  messageId: string,
  provider: string | undefined,
  { table }: Stores,
): Promise<RecordKey['pk']> {
  const items = await readMessage(table, messageId, provider);
  const message = items.find(({ key }) => parseSortKey(key.sk)?.kind === 'message');
  if (message !== undefined) return message.key.pk;
  const elsewhere =
    provider === undefined ? ', or name the provider that has it with --provider' : '';
  throw new OperatorError(
    `the table has other events about ${messageId}, but not the message, which has expired or was erased: ask the user for the file${elsewhere}`,
  );
}
