import { describe, expect, it } from 'vitest';
import { toError, toErrors } from '../../../shared/provider/values/error-text.ts';

describe('an error text', () => {
  it.each([
    ['131026: Message undeliverable', { code: '131026', title: 'Message undeliverable' }],
    ['131047:Re-engagement message', { code: '131047', title: 'Re-engagement message' }],
    ['131049:内容', { code: '131049', title: '内容' }],
    ['(#131051) Unsupported: message type', { code: '131051', title: 'Unsupported: message type' }],
    ['131026', { code: '131026' }],
  ])('%j begins with a code', (text, error) => {
    expect(toErrors(text)).toEqual([error]);
  });

  it.each(['Message undeliverable', '24 hours have passed', 'error 131026: undeliverable'])(
    '%j does not begin with a code',
    (text) => {
      expect(toErrors(text)).toEqual([{ title: text }]);
    },
  );

  it.each([undefined, '', ' '])('%j has no errors', (text) => {
    expect(toErrors(text)).toEqual([]);
  });
});

describe('an error with a code and a text', () => {
  it.each([
    ['131026', '131026: Message undeliverable', { code: '131026', title: 'Message undeliverable' }],
    ['131026', 'Message undeliverable', { code: '131026', title: 'Message undeliverable' }],
    ['1008', '131026: Undeliverable', { code: '1008', title: '131026: Undeliverable' }],
    [undefined, '131026: Undeliverable', { code: '131026', title: 'Undeliverable' }],
    ['131026', undefined, { code: '131026' }],
    [undefined, undefined, {}],
  ])('of code %j and text %j has the code once', (code, text, error) => {
    expect(toError(code, text)).toEqual(error);
  });
});
