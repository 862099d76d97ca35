import { expect, it } from 'vitest';
import { type CrashReport, isBalanced, toBalance } from '../../simulation/emulator/crash-report.ts';
import type { Holdings } from '../../simulation/emulator/holdings.ts';
import { mediaHashOf, messageId, payloadHashOf } from '../../simulation/emulator/messages.ts';

/** A message with a file, one without, a large one, and an unrecognized callback. */
const callbacks = new Set([0, 1, 7, 13]);
const ids = [0, 1, 7].map(messageId);
const fileId = messageId(0);

const complete: Holdings = {
  messages: new Map(ids.map((id) => [id, 1])),
  toPublish: new Set([...ids, 'file', 'quarantined']),
  onBus: new Map([...ids, 'file', 'quarantined'].map((id) => [id, 1])),
  stored: new Map([[fileId, mediaHashOf(0) ?? '']]),
  failed: new Set(),
  payloads: new Set([payloadHashOf(7) ?? '', payloadHashOf(13) ?? '']),
};

function report(holdings: Partial<Holdings>, gatewayKills = 0): CrashReport {
  return {
    callbacks: 4,
    messages: ids.length,
    media: 1,
    payloads: 2,
    kills: { gateway: gatewayKills, dynoxide: 0, fauxqs: 0 },
    seconds: 1,
    acknowledgedPerSecond: 4,
    responses: { '200': 4 },
    balance: toBalance(callbacks, { ...complete, ...holdings }),
  };
}

const without = <T>(map: ReadonlyMap<string, T>, id: string) =>
  new Map([...map].filter(([key]) => key !== id));

it('a run with every event once and every file stored is balanced', () => {
  expect(isBalanced(report({}))).toBe(true);
});

it.each<[string, Partial<Holdings>]>([
  ['a message is not in the table', { messages: without(complete.messages, messageId(1)) }],
  ['a message is twice in the table', { messages: new Map(complete.messages).set(fileId, 2) }],
  [
    'the table has a message that was not sent',
    { messages: new Map(complete.messages).set('x', 1) },
  ],
  ['an event record is not on the bus', { onBus: without(complete.onBus, messageId(1)) }],
  ['the bus has an event without an event record', { onBus: new Map(complete.onBus).set('x', 1) }],
  ['a file has no outcome', { stored: new Map() }],
  ['a file has other bytes', { stored: new Map([[fileId, 'other']]) }],
  [
    'a body in the payload bucket differs from what was sent',
    { payloads: new Set([payloadHashOf(7) ?? '', 'x']) },
  ],
])('a run is not balanced when %s', (_what, holdings) => {
  expect(isBalanced(report(holdings, 1))).toBe(false);
});

it.each<[string, Partial<Holdings>]>([
  ['an event is twice on the bus', { onBus: new Map(complete.onBus).set(messageId(1), 2) }],
  ['a file failed', { stored: new Map(), failed: new Set([fileId]) }],
])('a run in which %s is balanced only with kills', (_what, holdings) => {
  expect(isBalanced(report(holdings, 1))).toBe(true);
  expect(isBalanced(report(holdings, 0))).toBe(false);
});
