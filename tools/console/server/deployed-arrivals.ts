import {
  createCloudWatchLogLines,
  type LogLines,
} from '../../operator/aws/cloudwatch-log-lines.ts';
import { followDeployedBus } from '../../operator/aws/eventbridge-tail.ts';
import type { Stores } from '../../operator/gateway/open-stores.ts';
import { pasteableCommand } from '../../operator/pasteable-command.ts';
import type { CallbackDetail } from '../api.ts';
import type { Arrivals } from './arrivals.ts';
import { createBusFollower } from './bus-follower.ts';
import type { Catalogue } from './catalogue.ts';
import { createLoggedCallbacks } from './logged-callbacks.ts';
import { readStoredBody } from './read-stored-body.ts';

/**
 * What arrives at a deployed gateway: its callbacks by the log of its functions, and its events once a person
 * follows the bus.
 *
 * @param signal ends what waits for news: the console ends
 */
export function readDeployedArrivals(
  stores: Stores,
  catalogue: Pick<Catalogue, 'partitionOf'>,
  now: () => Date,
  signal: AbortSignal,
  logs: LogLines = createCloudWatchLogLines(signal),
): Arrivals {
  const { gateway } = stores;
  let group: Promise<string | undefined> | undefined;
  const readGroup = () => {
    group ??= gateway.callbackLogGroup();
    group.catch(() => {
      group = undefined;
    });
    return group;
  };
  const callbacks = createLoggedCallbacks(logs, readGroup, now, signal);
  const follower = createBusFollower((stopped, say) =>
    followDeployedBus(gateway, { progress: say }, 'console', stopped),
  );
  return {
    events: follower.events,
    follower,
    callbacks: callbacks.after,
    async callback(sequence) {
      const { row, fields, eventId } = callbacks.find(sequence);
      return {
        row,
        sections: { 'Line of the log': fields },
        ...(await readFirstRecord(stores, catalogue, eventId)),
      };
    },
    async lastCallbacks() {
      const { callbacks: rows } = await callbacks.after(0, 0);
      // Anyone can be refused, and `doctor` is whenever it asks.
      const authentic = rows.filter(
        ({ outcome }) => outcome === 'stored' || outcome === 'not stored',
      );
      return new Map(authentic.map(({ what, receivedAt }) => [what, receivedAt]));
    },
  };
}

/** What the table holds of a callback: the record of its first event, which the log names, once it was read. */
async function readFirstRecord(
  { gateway, table, payloads }: Stores,
  { partitionOf }: Pick<Catalogue, 'partitionOf'>,
  eventId: string | undefined,
): Promise<Pick<CallbackDetail, 'text' | 'outcome' | 'note'>> {
  if (eventId === undefined) return { note: 'A callback that was refused is not stored.' };
  const pk = partitionOf(eventId);
  const items = pk === undefined ? [] : await table.readPartition(pk);
  const item = items.find(({ event }) => event?.detail.metadata.id === eventId);
  if (item?.event === undefined) {
    const command = pasteableCommand(`query event ${eventId}`, gateway);
    return {
      note: `The log names the first event of a callback and not its record, which holds the body. Read the whole table in the view Conversations, or run: ${command}`,
    };
  }
  const body = await readStoredBody(item, payloads);
  return {
    text: body && 'text' in body ? body.text : undefined,
    outcome: { events: [item.event], others: [] },
    note: 'The record of the first event of the callback, and the JSON of the provider that it holds.',
  };
}
