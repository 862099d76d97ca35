import { assumptions } from '../cost/assumptions.ts';
import type { CostFigures } from '../cost/figures.ts';
import { quotas } from './quotas.ts';

/**
 * Messages per second that WhatsApp lets one number send and receive
 * (https://developers.facebook.com/docs/whatsapp/throughput, read 2026-11-28).
 */
export const maxOfOneNumber = 1_000;

/** A load on a gateway. */
export interface Load {
  readonly what: string;
  readonly messagesPerSecond: number;
  readonly statusesPerMessage: number;
  readonly filesPerMessage: number;
  /** The highest load before it: AWS follows a load that grows within minutes only so far. */
  readonly highestBefore: number;
  /** Messages per second between one user and one number of the business. */
  readonly inOneConversation: number;
  /** Messages per second of one number of the business. */
  readonly ofOneNumber: number;
  /** Part of the messages whose user is new and has two names: each stores a link. */
  readonly newUsers: number;
  /** Part of the messages that are the first of their conversation on a day: each lists it (`conversationList`). */
  readonly firstOfDay: number;
  /** Part of the messages that have a text of the owner's (`callbackData`). */
  readonly withText: number;
  /** Messages per second that have the most frequent one. */
  readonly withOneText: number;
}

/**
 * A load that has grown over hours, with everything that an owner may turn on. Messages have statuses and files
 * as in the tables of costs. People write at most a message per second. A conversation has five messages on a
 * day, as in ADR 0040, and one of ten is with a new user. Each message has an order number of its own as text.
 * No one publishes such shares. A test halves and doubles them: one of the same two limits breaks first.
 */
export function steady(messagesPerSecond: number): Load {
  return {
    what: `${messagesPerSecond.toLocaleString('en-US')} ${messagesPerSecond === 1 ? 'message' : 'messages'} per second`,
    messagesPerSecond,
    statusesPerMessage: assumptions.statusesPerMessage,
    filesPerMessage: assumptions.filesPerMessage,
    highestBefore: messagesPerSecond,
    inOneConversation: Math.min(messagesPerSecond, 1),
    ofOneNumber: Math.min(messagesPerSecond, maxOfOneNumber),
    newUsers: 1 / 50,
    firstOfDay: 1 / 5,
    withText: 1,
    withOneText: Math.min(messagesPerSecond, 1),
  };
}

/** What the load needs of the table and of the stream. */
export interface Needs {
  readonly callbacksPerSecond: number;
  /** Event records, each of which is published once, those of links included. */
  readonly eventsPerSecond: number;
  /** Messages of new users with two names. */
  readonly newUsersPerSecond: number;
  readonly filesPerSecond: number;
  /** Write units per second of the table, its indexes included. */
  readonly unitsPerSecond: number;
  /** Read units per second of the table. */
  readonly readUnitsPerSecond: number;
  /** Write units of one message in the index `conversation`. */
  readonly indexUnitsPerMessage: number;
  /** Partitions of the table, and so shards of the stream. */
  readonly shards: number;
  /** Event records per second in each shard. */
  readonly eventsPerShard: number;
  /** Event records that one invocation of the publisher gets. */
  readonly eventsPerInvocation: number;
}

/** The partitions of a new on-demand table. */
const fewestShards = quotas.newTableUnits.value / quotas.partitionUnits.value;

/** The message's own units: the index takes as many as the table, because it holds `detail`, too. */
const shareOfIndex = 0.5;

/** What a new link adds: three items, of which two are event records (benchmark f, "a new link"). */
export const newLink = { writeUnits: 3, readUnits: 2.5, events: 2 } as const;

/**
 * An item that leads from a text to a message, or from a day to a conversation. Every publisher that has a
 * message of the conversation looks for the item of the day once (benchmark f, "conversationList").
 */
const pointer = { writeUnits: 1, readUnits: 0.5 } as const;

/** The mirror reads whether it has stored the file before. */
const fileReadUnits = 0.5;

export function needsOf(load: Load, { message, status }: CostFigures): Needs {
  const { messagesPerSecond, statusesPerMessage, filesPerMessage } = load;
  const { newUsers, firstOfDay, withText } = load;
  const indexUnitsPerMessage = message.ackWriteUnits * shareOfIndex;
  const unitsPerMessage =
    message.ackWriteUnits +
    message.aliasWriteUnits +
    statusesPerMessage * status.ackWriteUnits +
    filesPerMessage +
    newUsers * newLink.writeUnits +
    (withText + firstOfDay) * pointer.writeUnits;
  const tableUnits = messagesPerSecond * (unitsPerMessage - indexUnitsPerMessage);
  const shards = Math.max(fewestShards, Math.ceil(tableUnits / quotas.partitionUnits.value));
  const eventsPerSecond =
    messagesPerSecond * (1 + statusesPerMessage + filesPerMessage + newUsers * newLink.events);
  const eventsPerShard = eventsPerSecond / shards;
  return {
    callbacksPerSecond: messagesPerSecond * (1 + statusesPerMessage),
    eventsPerSecond,
    newUsersPerSecond: messagesPerSecond * newUsers,
    filesPerSecond: messagesPerSecond * filesPerMessage,
    unitsPerSecond: messagesPerSecond * unitsPerMessage,
    readUnitsPerSecond:
      messagesPerSecond *
      (newUsers * newLink.readUnits +
        firstOfDay * fewestShards * pointer.readUnits +
        filesPerMessage * fileReadUnits),
    indexUnitsPerMessage,
    shards,
    eventsPerShard,
    eventsPerInvocation: Math.max(1, eventsPerShard / quotas.streamPolls.value),
  };
}
