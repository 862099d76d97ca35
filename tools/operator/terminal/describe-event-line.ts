import { sourcePrefix } from '../../../shared/contract/event-kinds.ts';
import type { TributaryEvent } from '../../../shared/contract/index.ts';
import { firstWordsOf, toneOf, whoOf } from '../../describe-event.ts';
import type { EventEnvelope } from '../../emulator-client/event-log.ts';
import type { Line } from './lines.ts';
import { padToWidth } from './text.ts';

/**
 * An event on the bus as one line: when it was received (UTC), its type, its provider, whom it is about and its
 * first words, as the console shows it.
 */
export function describeEventLine(
  event: Pick<EventEnvelope, 'source' | 'detail-type' | 'time' | 'detail'>,
): Line {
  const type = event['detail-type'];
  const isOfGateway = event.source.startsWith(sourcePrefix);
  if (!isOfGateway) return [timeOf(event.time), type, '  ', { text: event.source, style: 'quiet' }];
  // The source says that a gateway published it: it follows the contract.
  const published = event as unknown as TributaryEvent;
  const { receivedAt, provider } = published.detail.metadata;
  const words = firstWordsOf(published);
  return [
    timeOf(receivedAt),
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
