import { expect, it } from 'vitest';
import {
  environmentKeys,
  readEnvironment,
  readRetentionDays,
  readSignaturePolicy,
} from '../../../shared/runtime/environment.ts';

it.each([
  ['30', 30],
  ['0', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['', undefined],
  ['thirty', undefined],
  [undefined, undefined],
])('a time to live of %s days is %s: nothing else lets event records expire', (text, days) => {
  expect(readRetentionDays({ [environmentKeys.retentionDays]: text })).toBe(days);
});

it.each([undefined, ''])('a variable that is %o is an error that names it', (text) => {
  const environment = { [environmentKeys.eventsTable]: text };
  const read = () => readEnvironment(environment, environmentKeys.eventsTable);
  expect(read).toThrow(/EVENTS_TABLE is not set: deploy/);
});

it.each([
  ['required', 'required'],
  ['optional', 'optional'],
  ['REQUIRED', undefined],
  [undefined, undefined],
])('a signature policy of %s is %s', (text, policy) => {
  expect(readSignaturePolicy({ [environmentKeys.signaturePolicy]: text })).toBe(policy);
});
