import { toSource } from '../../shared/contract/event-kinds.ts';
import { UsageError } from '../command-line/command-error.ts';
import type { EventEnvelope } from '../emulator-client/event-log.ts';
import { compilePattern, type PatternMatcher } from '../event-pattern/pattern.ts';
import type { OptionValues } from './command.ts';
import { eventTypes, providerOption, refuseUnknown } from './known-values.ts';

/** The options of a command that takes events of the bus. */
export const eventSelectionOptions = {
  pattern: {
    type: 'string',
    value: 'JSON',
    help: 'only events that match an EventBridge pattern: \'{"detail-type":["message.received"]}\'',
  },
  type: {
    type: 'string',
    value: 'TYPE',
    multiple: true,
    help: 'only events of this type, such as message.received; may be repeated',
  },
  provider: providerOption('only events of this provider'),
} as const;

/**
 * Which events the options ask for: those that meet all of them.
 *
 * @throws {UsageError} for a pattern that AWS refuses, and for a type that is not in the contract
 */
export function readEventSelection({
  pattern,
  type: types = [],
  provider,
}: OptionValues<typeof eventSelectionOptions>): (event: EventEnvelope) => boolean {
  const matchesPattern = readPattern(pattern);
  for (const type of types) refuseUnknown('--type', type, eventTypes);
  return (event) =>
    matchesPattern(event) &&
    (types.length === 0 || types.includes(event['detail-type'])) &&
    (provider === undefined || event.source === toSource(provider));
}

/** The same in words: `message.received of incs`. */
export function describeEventSelection({
  pattern,
  type: types = [],
  provider,
}: OptionValues<typeof eventSelectionOptions>): string {
  return [
    types.length === 0 ? 'events' : types.join(' or '),
    ...(provider === undefined ? [] : [`of ${provider}`]),
    ...(pattern === undefined ? [] : ['that match the pattern']),
  ].join(' ');
}

/** What EventBridge puts around an event; `replay-name` only where an archive of a bus is replayed. */
const envelopeFields = [
  ...['source', 'detail-type', 'detail', 'account', 'region', 'time', 'id', 'resources'],
  ...['version', 'replay-name'],
];

/** EventBridge accepts a pattern with a field that no event has. It matches nothing, so that a command would wait for ever. */
function refuseUnknownFields(pattern: object): void {
  for (const [name, expected] of Object.entries(pattern)) {
    if (name === '$or') for (const alternative of expected) refuseUnknownFields(alternative);
    else refuseUnknown('field of an event', name, envelopeFields);
  }
}

function readPattern(json: string | undefined): PatternMatcher {
  if (json === undefined) return () => true;
  try {
    const pattern = JSON.parse(json);
    const matches = compilePattern(pattern);
    refuseUnknownFields(pattern);
    return matches;
  } catch (error) {
    throw new UsageError(`--pattern: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** How many events a command takes before it ends; without a number as many as come. */
export function readCount(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new UsageError('--count must be a number from 1');
  return count;
}
