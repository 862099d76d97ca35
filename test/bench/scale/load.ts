import { assumptions } from '../cost/assumptions.ts';
import type { CostFigures } from '../cost/figures.ts';
import { quotas } from './quotas.ts';

/** A load on a gateway. Every message has statuses and files, as in the tables of costs. */
export interface Load {
  readonly what: string;
  readonly messagesPerSecond: number;
  /** The highest load before it: AWS follows a load that grows within minutes only so far. */
  readonly highestBefore: number;
  /** Messages per second between one user and one number of the business. */
  readonly inOneConversation: number;
}

/** A load that has grown over hours. People write at most a message per second. */
export function steady(messagesPerSecond: number): Load {
  return {
    what: `${messagesPerSecond.toLocaleString('en-US')} ${messagesPerSecond === 1 ? 'message' : 'messages'} per second`,
    messagesPerSecond,
    highestBefore: messagesPerSecond,
    inOneConversation: Math.min(messagesPerSecond, 1),
  };
}

/** What the load needs of the table and of the stream. */
export interface Needs {
  readonly callbacksPerSecond: number;
  /** Event records, each of which is published once. */
  readonly eventsPerSecond: number;
  readonly filesPerSecond: number;
  /** Write units per second of the table, its indexes included. */
  readonly unitsPerSecond: number;
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

export function needsOf({ messagesPerSecond }: Load, { message, status }: CostFigures): Needs {
  const { statusesPerMessage, filesPerMessage } = assumptions;
  const indexUnitsPerMessage = message.ackWriteUnits * shareOfIndex;
  const unitsPerMessage =
    message.ackWriteUnits +
    message.aliasWriteUnits +
    statusesPerMessage * status.ackWriteUnits +
    filesPerMessage;
  const tableUnits = messagesPerSecond * (unitsPerMessage - indexUnitsPerMessage);
  const shards = Math.max(fewestShards, Math.ceil(tableUnits / quotas.partitionUnits.value));
  const eventsPerSecond = messagesPerSecond * (1 + statusesPerMessage + filesPerMessage);
  const eventsPerShard = eventsPerSecond / shards;
  return {
    callbacksPerSecond: messagesPerSecond * (1 + statusesPerMessage),
    eventsPerSecond,
    filesPerSecond: messagesPerSecond * filesPerMessage,
    unitsPerSecond: messagesPerSecond * unitsPerMessage,
    indexUnitsPerMessage,
    shards,
    eventsPerShard,
    eventsPerInvocation: Math.max(1, eventsPerShard / quotas.streamPolls.value),
  };
}
