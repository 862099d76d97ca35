import { expect, it } from 'vitest';
import { readChannels } from '../../../shared/runtime/provider-channels.ts';

it.each([
  [undefined, {}],
  ['', {}],
  ['{}', {}],
  [
    '{"30058":{"channel":"rcs","phone":"15550100009"},"30059":{}}',
    { '30058': { channel: 'rcs', phone: '15550100009' }, '30059': {} },
  ],
])('reads the channels %s', (text, channels) => {
  expect(readChannels(text)).toEqual(channels);
});

it.each([
  '[]',
  '"rcs"',
  '{"30058":"rcs"}',
  '{"30058":{"channel":"fax"}}',
  '{"30058":{"phone":"+15550100009"}}',
  '{"30058":{"phone":"0555"}}',
  '{"30058":{"phone":15550100009}}',
  '{"30058":{"channel":"rcs","number":"15550100009"}}',
])('refuses %s, also beside a channel that is right', (text) => {
  expect(() => readChannels(text)).toThrow(/deploy the stack again/);
  if (!text.startsWith('{')) return;
  const both = JSON.stringify({ '1': { channel: 'rcs' }, ...JSON.parse(text) });
  expect(() => readChannels(both)).toThrow(/deploy the stack again/);
});
