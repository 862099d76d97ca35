import { firstWordsOf, toneOf, whoOf } from '../../describe-event.ts';
import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import { toGatewayEvent } from '../../emulator-client/gateway-event.ts';
import type { Line } from './lines.ts';
import { padToWidth } from './text.ts';

/**
 * An event on the bus as one line: when it was received (UTC), its type, its provider, whom it is about and its
 * first words, as the console shows it.
 *
 * @param at another time of the event to print than that of its receipt
 */
export function describeEventLine(
  event: Pick<EventEnvelope, 'source' | 'detail-type' | 'time' | 'detail'>,
  at: 'receivedAt' | 'occurredAt' = 'receivedAt',
): Line {
  const type = event['detail-type'];
  const published = toGatewayEvent(event);
  if (published === undefined)
    return [timeOf(event.time), type, '  ', { text: event.source, style: 'quiet' }];
  const { [at]: time, provider } = published.detail.metadata;
  const words = firstWordsOf(published);
  return [
    timeOf(time),
    { text: padToWidth(type, typeColumns), style: toneOf(published) },
    '  ',
    { text: padToWidth(provider, providerColumns), style: 'quiet' },
    '  ',
    { text: [whoOf(published), words].filter((part) => part !== '').join(': '), cut: true },
  ];
}

/** Of the types that come often; a longer one moves the rest of its line. */
const typeColumns = 'message.status.updated'.length;

const providerColumns = 'alibaba-chatapp'.length;

/** The time of a day in UTC, as logs have it: `03:04:05Z`. */
function timeOf(instant: string): Line[number] {
  return { text: `${instant.slice(11, 19)}Z  `, style: 'quiet' };
}
