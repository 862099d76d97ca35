import { expect, it } from 'vitest';
import { type CrashReport, isBalanced, toBalance } from '../../simulation/emulator/crash-report.ts';
import type { Holdings } from '../../simulation/emulator/holdings.ts';
import { mediaHashOf, messageId, payloadHashOf } from '../../simulation/emulator/messages.ts';

/** A message with a file, one without, a large one, and what nobody understands. */
const callbacks = new Set([0, 1, 7, 13]);
const ids = [0, 1, 7].map(messageId);
const fileId = messageId(0);

const complete: Holdings = {
  messages: new Map(ids.map((id) => [id, 1])),
  toPublish: new Set([...ids, 'file', 'quarantined']),
  onBus: new Map([...ids, 'file', 'quarantined'].map((id) => [id, 1])),
  stored: new Map([[fileId, mediaHashOf(0) ?? '']]),
  failed: new Set(),
  payload: new Set([payloadHashOf(7) ?? '', payloadHashOf(13) ?? '']),
};

function report(holdings: Partial<Holdings>, gatewayKills = 0): CrashReport {
  return {
    callbacks: 4,
    messages: ids.length,
    media: 1,
    payload: 2,
    kills: { gateway: gatewayKills, dynoxide: 0, fauxqs: 0 },
    seconds: 1,
    acknowledgedPerSecond: 4,
    responses: { '200': 4 },
    balance: toBalance(callbacks, { ...complete, ...holdings }),
  };
}

const without = <T>(map: ReadonlyMap<string, T>, id: string) =>
  new Map([...map].filter(([key]) => key !== id));

it('books in which everything is once, and every file stored, are balanced', () => {
  expect(isBalanced(report({}))).toBe(true);
});

it.each<[string, Partial<Holdings>]>([
  ['a message is not in the table', { messages: without(complete.messages, messageId(1)) }],
  ['a message is twice in the table', { messages: new Map(complete.messages).set(fileId, 2) }],
  [
    'a message is in the table that nobody sent',
    { messages: new Map(complete.messages).set('x', 1) },
  ],
  ['an event record is not on the bus', { onBus: without(complete.onBus, messageId(1)) }],
  [
    'an event is on the bus that is in no event record',
    { onBus: new Map(complete.onBus).set('x', 1) },
  ],
  ['a file has no end', { stored: new Map() }],
  ['a file has other bytes', { stored: new Map([[fileId, 'other']]) }],
  [
    'a body in the payload bucket is not what was sent',
    { payload: new Set([payloadHashOf(7) ?? '', 'x']) },
  ],
])('books are not balanced when %s', (_what, holdings) => {
  expect(isBalanced(report(holdings, 1))).toBe(false);
});

it.each<[string, Partial<Holdings>]>([
  ['an event came twice', { onBus: new Map(complete.onBus).set(messageId(1), 2) }],
  ['a file was given up', { stored: new Map(), failed: new Set([fileId]) }],
])('%s: that needs a kill to be balanced', (_what, holdings) => {
  expect(isBalanced(report(holdings, 1))).toBe(true);
  expect(isBalanced(report(holdings, 0))).toBe(false);
});
