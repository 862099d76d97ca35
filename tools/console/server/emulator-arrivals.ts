import { sizeText } from '../../describe-event.ts';
import {
  type CallbackSummary,
  readCallbackLog,
  readLoggedCallback,
} from '../../emulator-client/callback-log.ts';
import {
  type LoggedEvent,
  readEventLog,
  readLastSequence,
} from '../../emulator-client/event-log.ts';
import { toGatewayEvent } from '../../emulator-client/gateway-event.ts';
import type { Gateway } from '../../operator/gateway/gateway.ts';
import type { ArrivedEvent, CallbackRow } from '../api.ts';
import type { Arrivals } from './arrivals.ts';
import { describeCallback } from './read-callback.ts';

/** How many events the page starts with. */
const newestEvents = 300;

/**
 * What arrives at a gateway on an emulator: its event log, and its log of callbacks. Both have what arrives at
 * the other gateways of the app as well.
 *
 * @param isFirst whether it is the first gateway of the app, whose callbacks have no name beside them
 */
export function readEmulatorArrivals(origin: string, gateway: Gateway, isFirst: boolean): Arrivals {
  const isOwn = ({ gateway: name }: CallbackSummary) =>
    name === undefined ? isFirst : name === gateway.name;
  return {
    async events(since, waitMs) {
      const from = since ?? Math.max((await readLastSequence(origin)) - newestEvents, 0);
      const logged = await readEventLog(origin, from, waitMs);
      const own = logged.filter(({ bus }) => bus === gateway.resources.eventBus);
      return { events: own.flatMap(toArrived), last: logged.at(-1)?.sequence ?? from };
    },
    async callbacks(since, waitMs) {
      const { callbacks, last } = await readCallbackLog(origin, since, waitMs);
      return { callbacks: callbacks.filter(isOwn).map(toRow), last };
    },
    async callback(sequence) {
      const callback = await readLoggedCallback(origin, sequence);
      const { headers, response } = callback;
      const read = await describeCallback(gateway, callback);
      return { row: toRow(callback), sections: { Headers: headers, Response: response }, ...read };
    },
    async lastCallbacks() {
      const { callbacks } = await readCallbackLog(origin, 0);
      const authentic = callbacks.filter(isOwn).filter(({ status }) => status !== 401);
      return new Map(authentic.map((each) => [each.provider, each.receivedAt]));
    },
  };
}

function toRow(callback: CallbackSummary): CallbackRow {
  const { sequence, receivedAt, status, method, path, bodyBytes, elapsedMs } = callback;
  return {
    sequence,
    receivedAt,
    outcome: String(status),
    isRefused: status >= 300,
    what: `${method} ${path}`,
    more: `${sizeText(bodyBytes)} in ${elapsedMs} ms`,
  };
}

/** A bus also takes events of others, which are not shown. */
function toArrived({ sequence, event }: LoggedEvent): readonly ArrivedEvent[] {
  const shown = toGatewayEvent(event);
  return shown === undefined ? [] : [{ sequence, at: event.time, event: shown }];
}
