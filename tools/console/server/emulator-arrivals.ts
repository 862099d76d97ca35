import { sourcePrefix } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { readCallbackLog, readLoggedCallback } from '../../emulator-client/callback-log.ts';
import {
  type LoggedEvent,
  readEventLog,
  readLastSequence,
} from '../../emulator-client/event-log.ts';
import type { ArrivedEvent } from '../api.ts';
import type { Arrivals } from './arrivals.ts';

/** How many events the page starts with. */
const newestEvents = 300;

/** What arrives at the gateway on an emulator: its event log, and its log of callbacks. */
export function readEmulatorArrivals(origin: string): Arrivals {
  return {
    async events(since, waitMs) {
      const from = since ?? Math.max((await readLastSequence(origin)) - newestEvents, 0);
      const logged = await readEventLog(origin, from, waitMs);
      return { events: logged.flatMap(toArrived), last: logged.at(-1)?.sequence ?? from };
    },
    callbacks: (since, waitMs) => readCallbackLog(origin, since, waitMs),
    callback: (sequence) => readLoggedCallback(origin, sequence),
  };
}

/** A bus also takes events of others, which are not shown. */
function toArrived({ sequence, event }: LoggedEvent): readonly ArrivedEvent[] {
  if (!event.source.startsWith(sourcePrefix)) return [];
  const { source, detail } = event;
  const shown = { source, 'detail-type': event['detail-type'], detail } as TributaryEvent;
  return [{ sequence, event: shown }];
}
