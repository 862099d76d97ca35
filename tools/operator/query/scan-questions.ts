import { traffics } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { checkName } from '../../../shared/reader/conversation-name.ts';
import { checkDay } from '../../../shared/reader/read-conversations.ts';
import { UsageError } from '../../command-line/command-error.ts';
import { eventTypes, refuseUnknown } from '../known-values.ts';
import { OperatorError } from '../operator-error.ts';
import type { RecordSource } from '../record-source/record-source.ts';
import { isSelected } from '../replay/select-records.ts';
import type { Line } from '../terminal/lines.ts';
import { readTimeRange, type TimeRange } from '../time-range.ts';
import { type Condition, meets, readConditions } from '../trigger/conditions.ts';
import { leavesOf } from '../trigger/leaves.ts';
import { createPathFinder, explainPaths } from '../trigger/nearest-path.ts';
import { describeEvent, describeFailure } from './describe-events.ts';
import { describeUserMessages } from './describe-messages.ts';
import { describeRecords } from './describe-records.ts';
import { readPage, toChannel } from './message-questions.ts';
import { createNewest } from './newest.ts';
import {
  orUsage,
  type Question,
  type QuestionPorts,
  type QuestionValues,
  toFound,
} from './question.ts';

const wholeTable = 'the whole table: the cost is printed first';

/** What is asked by time or by number, which no index has: these read the whole table, or an export of it. */
export const scanQuestions: readonly Question[] = [
  {
    name: 'number',
    arguments: '<phone or id>',
    shows: 'everything of a user over all channels; with --business without a scan',
    cost: `18 queries for each --business, 1 for each message and for each provider; without one ${wholeTable}`,
    ask([number], values) {
      if (number === undefined) throw new UsageError('name the user: <phone or id>');
      const user = orUsage(() => checkName(number));
      const page = readPage(values);
      const { business: businesses, channel } = values;
      if (businesses === undefined) {
        const isOfUser = ({ detail }: TributaryEvent) =>
          leavesOf(detail.data).some(({ value }) => value === user);
        return askEvents(values, isOfUser);
      }
      const channels = channel === undefined ? undefined : [toChannel(channel)];
      return async ({ reader, gateway }) => {
        const request = { user, businesses, channels, ...page, include: traffics };
        const found = await reader.userMessages(request);
        const users = await readUsers(reader, [...gateway.callbacks.keys()], user);
        const isFound = found.messages.length + users.length > 0 || page.newer !== undefined;
        return toFound(isFound ? { ...found, users } : undefined, describeUserMessages);
      };
    },
  },
  {
    name: 'events',
    arguments: '',
    shows: 'the newest events by --provider, --type, --with and --from',
    cost: wholeTable,
    ask(_names, values, now) {
      const { type, from, to } = values;
      if (type !== undefined) refuseUnknown('--type', type, eventTypes);
      const conditions = readConditions('--with', values.with);
      const range =
        from === undefined && to === undefined ? undefined : readTimeRange({ from, to }, now);
      const finder = createPathFinder();
      const isWanted = (event: TributaryEvent) => {
        if (!isOfType(event, type)) return false;
        if (conditions.length > 0) finder.add(event.detail);
        return meetsAll(event, conditions);
      };
      return askEvents(values, isWanted, {
        range,
        explainNone: () => explainPaths(finder, conditions),
      });
    },
  },
  {
    name: 'failures',
    arguments: '',
    shows: 'the failed statuses of a --day (default: today, UTC), of a --provider',
    cost: wholeTable,
    ask(_names, { day = '', ...values }, now) {
      const of = day || now.toISOString().slice(0, 10);
      orUsage(() => checkDay(of));
      return askEvents(values, (event) => isFailure(event) && isOn(event, of), {
        describe: describeFailure,
      });
    },
  },
  {
    name: 'event',
    arguments: '<id>',
    shows: 'every record with this metadata.id, with its alternates, conflicts and replays',
    cost: wholeTable,
    ask([id]) {
      if (id === undefined) throw new UsageError('name the event: <id>');
      return async ({ source }) => {
        const records = await findRecords(id, await source());
        if (records.length === 0) {
          throw new OperatorError(
            `the table has no event ${id}: take the id from metadata.id of an event; records also expire, and \`erase\` removes them`,
          );
        }
        return toFound({ records }, describeRecords);
      };
    },
  },
];

const defaultLimit = 50;
const mostEvents = 10_000;

interface AskedEvents {
  readonly range?: TimeRange | undefined;
  /** Says why there is none, where that is known. */
  readonly explainNone?: () => string | undefined;
  /** An event for a terminal. @default one line */
  readonly describe?: (event: TributaryEvent) => readonly Line[];
}

/** The newest events that match, as they were first published. */
function askEvents(
  { limit: text, provider }: Pick<QuestionValues, 'limit' | 'provider'>,
  isWanted: (event: TributaryEvent) => boolean,
  { range, explainNone, describe = (event) => [describeEvent(event)] }: AskedEvents = {},
) {
  const limit = Number(text ?? defaultLimit);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostEvents)
    throw new UsageError(`--limit must be a number from 1 to ${mostEvents}`);
  return async ({ source }: Pick<QuestionPorts, 'source'>) => {
    const newest = createNewest(limit);
    await (await source()).read(async (items) => {
      for (const item of items) {
        if (isSelected(item, { range, provider }) && isWanted(item.event)) newest.add(item.event);
      }
    });
    const { events, matched } = newest.result();
    const mistake = matched === 0 ? explainNone?.() : undefined;
    if (mistake !== undefined) throw new OperatorError(mistake);
    return toFound(matched === 0 ? undefined : { events, matched }, (found) => [
      ...found.events.flatMap(describe),
      [
        {
          text: `${found.events.length} of ${found.matched} ${found.matched === 1 ? 'event' : 'events'}, the newest first`,
          style: 'quiet',
        },
      ],
    ]);
  };
}

function isOfType(event: TributaryEvent, type: string | undefined): boolean {
  return type === undefined || event['detail-type'] === type;
}

function meetsAll({ detail }: TributaryEvent, conditions: readonly Condition[]): boolean {
  return conditions.every((each) => meets(detail, each));
}

function isFailure({ detail }: TributaryEvent): boolean {
  const { data } = detail;
  if ('status' in data && 'messageId' in data) return data.status === 'failed';
  return 'message' in data && data.message.status === 'failed';
}

function isOn({ detail }: TributaryEvent, day: string): boolean {
  return detail.metadata.occurredAt.startsWith(day);
}

/** What is known about a user beside the messages, at each provider. */
async function readUsers(
  reader: QuestionPorts['reader'],
  providers: readonly string[],
  name: string,
) {
  const users = providers.map(async (provider) => {
    const state = await reader.user(provider, name);
    return state === undefined ? [] : [{ provider, ...state }];
  });
  return (await Promise.all(users)).flat();
}

/** The records of one event. Only its id is known, and there is no index by it. */
async function findRecords(id: string, source: RecordSource) {
  const records: { pk: string; sk: string; event: TributaryEvent }[] = [];
  await source.read(async (items) => {
    for (const { key, event } of items) {
      if (event?.detail.metadata.id === id) records.push({ ...key, event });
    }
  });
  return records;
}
