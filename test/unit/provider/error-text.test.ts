import { describe, expect, it } from 'vitest';
import { toError, toErrors } from '../../../shared/provider/values/error-text.ts';

describe('an error text', () => {
  it.each([
    ['131026: Message dead letter', { code: '131026', title: 'Message dead letter' }],
    ['131047:Re-engagement message', { code: '131047', title: 'Re-engagement message' }],
    ['131049:内容', { code: '131049', title: '内容' }],
    ['(#131051) Unsupported: message type', { code: '131051', title: 'Unsupported: message type' }],
    ['131026', { code: '131026' }],
  ])('%j begins with a code', (text, error) => {
    expect(toErrors(text)).toEqual([error]);
  });

  it.each(['Message dead letter', '24 hours have passed', 'error 131026: dead letter'])(
    '%j begins with none',
    (text) => {
      expect(toErrors(text)).toEqual([{ title: text }]);
    },
  );

  it.each([undefined, '', ' '])('%j tells of no error', (text) => {
    expect(toErrors(text)).toEqual([]);
  });
});

describe('an error whose code is told beside its text', () => {
  it.each([
    ['131026', '131026: Message dead letter', { code: '131026', title: 'Message dead letter' }],
    ['131026', 'Message dead letter', { code: '131026', title: 'Message dead letter' }],
    ['1008', '131026: Undeliverable', { code: '1008', title: '131026: Undeliverable' }],
    [undefined, '131026: Undeliverable', { code: '131026', title: 'Undeliverable' }],
    ['131026', undefined, { code: '131026' }],
    [undefined, undefined, {}],
  ])('of code %j and text %j does not say the code twice', (code, text, error) => {
    expect(toError(code, text)).toEqual(error);
  });
});
