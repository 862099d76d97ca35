import { describe, expect, it } from 'vitest';
import { alarmsOf, configured } from './alarms.ts';
import { evaluate } from './metric-math.ts';

/** Whether one period with these sums is above the threshold of an alarm of `acme` or of the gateway. */
function isAbove(
  kind: string,
  sums: Readonly<Record<string, number | undefined>>,
  before: Readonly<Record<string, number | undefined>> = {},
): boolean {
  const names = ['acme-', ''].map((owner) => `tributary-test-${owner}${kind}`);
  const alarm = alarmsOf(configured).find(({ AlarmName }) => names.includes(AlarmName));
  const expression = alarm?.Metrics?.find(({ Expression }) => Expression)?.Expression ?? '';
  return (evaluate(expression, sums, before) ?? 0) > 0;
}

describe('the same alarm fits a small and a large provider:', () => {
  const none = { notStored: undefined, errors: 0, throttled: 0 };

  it.each([
    ['one odd callback of many', { ...none, notStored: 1, calls: 20 }, false],
    ['three of many', { ...none, notStored: 3, calls: 20 }, true],
    ['three of a busy day', { ...none, notStored: 3, calls: 10_000 }, false],
    ['one in a hundred of a busy day', { ...none, errors: 101, calls: 10_000 }, true],
    ['the only one', { ...none, notStored: 1, calls: 1 }, true],
    ['all of them, before the function', { ...none, errors: undefined, throttled: 2 }, true],
    ['none', { ...none, calls: 5 }, false],
  ])('failing callbacks: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-failing', { calls: undefined, ...sums })).toBe(raised);
  });

  it.each([
    ['two of a quiet day', { ...none, notStored: 2, calls: 40 }, false],
    ['one or two in five minutes, for hours', { ...none, notStored: 20, calls: 500 }, true],
    ['the only three', { ...none, notStored: 3, calls: 3 }, true],
    ['a few of a busy day', { ...none, errors: 100, calls: 100_000 }, false],
    ['one in fifty of a busy day', { ...none, throttled: 2_000, calls: 100_000 }, true],
    ['none', { ...none, calls: undefined }, false],
  ])('callbacks failing over hours: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-failing-over-hours', sums)).toBe(raised);
  });

  it.each([
    ['an odd one of a few', { conflicts: 1, received: 3 }, false],
    ['three of a few', { conflicts: 3, received: 20 }, true],
    ['odd ones of a busy day', { conflicts: 200, received: 200_000_000 }, false],
    [
      'a provider event whose identity is too coarse',
      { conflicts: 300_000, received: 200_000_000 },
      true,
    ],
    ['none', { conflicts: undefined, received: 20 }, false],
  ])('conflicting items: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-conflicting', sums)).toBe(raised);
  });

  it.each([
    ['a few that the SDK retried', { throttled: 9, written: 20 }, false],
    ['a hot conversation', { throttled: 30, written: 2_000 }, true],
    ['a few of a busy day', { throttled: 500, written: 3_000_000 }, false],
    ['one in fifty of a busy day', { throttled: 60_000, written: 3_000_000 }, true],
    ['all of them', { throttled: 10, written: undefined }, true],
    ['none', { throttled: undefined, written: 3_000_000 }, false],
  ])('throttled writes: %s', (_, sums, raised) => {
    expect(isAbove('table-throttled', sums)).toBe(raised);
  });

  it.each([
    ['one odd response of many', { failed: 2, requests: 50 }, false],
    ['three of many', { failed: 3, requests: 50 }, true],
    ['three of a busy day', { failed: 3, requests: 10_000 }, false],
    ['the only one', { failed: 1, requests: 1 }, true],
    ['none', { failed: 0, requests: 50 }, false],
    ['no request', { failed: undefined, requests: undefined }, false],
  ])('requests with a 5xx response: %s', (_, sums, raised) => {
    expect(isAbove('api-failing', sums)).toBe(raised);
  });

  it.each([
    ['an expired link', { failed: 2, stored: undefined }, false],
    ['every file of a quiet day', { failed: 3, stored: undefined }, true],
    ['expired links of a busy day', { failed: 1_000, stored: 9_000 }, false],
    ['a provider that refuses its links', { failed: 3_000, stored: 9_000 }, true],
    ['none', { failed: undefined, stored: 9_000 }, false],
  ])('failed files: %s', (_, sums, raised) => {
    expect(isAbove('media-failing', sums)).toBe(raised);
  });

  it.each([
    ['the first one', { waiting: 1 }, { waiting: undefined }, true],
    ['another one', { waiting: 8 }, { waiting: 7 }, true],
    ['as many as before', { waiting: 7 }, { waiting: 7 }, false],
    ['messages moved back', { waiting: 0 }, { waiting: 7 }, false],
    ['none', { waiting: undefined }, { waiting: undefined }, false],
  ])('media dead letters: %s', (_, sums, before, raised) => {
    expect(isAbove('media-dead-letters', sums, before)).toBe(raised);
  });

  it.each([
    ['a stranger', { refused: 19, accepted: undefined }, false],
    ['a stranger on a busy day', { refused: 500, accepted: 5_000 }, false],
    ['the provider itself', { refused: 20, accepted: undefined }, true],
    ['all but a few of the provider’s', { refused: 20, accepted: 19 }, true],
  ])('refused callbacks: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-refused', sums)).toBe(raised);
  });

  it.each([
    ['an odd one', { quarantined: 1, received: 1 }, false],
    ['all of a few', { quarantined: 3, received: 3 }, true],
    ['a few of a busy day', { quarantined: 20, received: 1_000 }, false],
    ['a rare provider event of a busy day', { quarantined: 21, received: 1_000 }, true],
    ['none', { quarantined: undefined, received: 1_000 }, false],
  ])('quarantined items: %s', (_, sums, raised) => {
    expect(isAbove('callbacks-quarantined', sums)).toBe(raised);
  });

  it.each([
    ['nothing', { accepted: undefined }, true],
    ['one callback', { accepted: 1 }, false],
  ])('silence: %s', (_, sums, raised) => {
    expect(isAbove('provider-silent', sums)).toBe(raised);
  });

  it.each([
    ['nothing to publish', { stored: undefined, published: undefined }, false],
    [
      'one event record and no invocation of the publisher',
      { stored: 1, published: undefined },
      true,
    ],
    ['one event record that is published', { stored: 1, published: 1 }, false],
    ['a rush that takes a while', { stored: 10_000, published: 100 }, false],
  ])('the publisher: %s', (_, sums, raised) => {
    expect(isAbove('publisher-stopped', sums)).toBe(raised);
    expect(isAbove('publisher-stopped-over-hours', sums)).toBe(raised);
  });
});
