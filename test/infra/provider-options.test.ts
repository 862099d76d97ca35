import { expect, it } from 'vitest';
import { readProps } from '../../lib/props/parse-props.ts';
import { acme, northWind } from './synthesize.ts';

const problemsOf = (...providers: readonly object[]) => readProps({ providers }).problems;

it.each<[string, Parameters<typeof acme>[0] | object, string]>([
  ['a misspelt one', { chanels: {} }, 'acme has no "chanels": write "channels"'],
  [
    'an invalid phone number',
    { channels: { c1: { phone: '+44' } } },
    'in digits, without + and without spaces',
  ],
  [
    'more channels than fit into a function’s environment variables',
    {
      channels: Object.fromEntries(
        Array.from({ length: 150 }, (_, index) => [`c${index}`, { phone: '15550100001' }]),
      ),
    },
    '3,000 bytes',
  ],
  [
    'a media API without TLS over a network',
    { mediaApi: { baseUrl: 'http://files.shop.example' } },
    'acme.mediaApi.baseUrl must use https',
  ],
  [
    'a media API with a slash at the end',
    { mediaApi: { baseUrl: 'https://files.shop.example/' } },
    'not end in a slash',
  ],
  [
    'a version that contains a path',
    { mediaApi: { version: '../v1' } },
    'acme.mediaApi.version must be',
  ],
  [
    'an unknown value of signature',
    { signature: 'maybe' },
    'acme.signature must be "required" or "optional"',
  ],
  [
    'more than a week of silence',
    { silentAfterHours: 169 },
    'acme.silentAfterHours must be a whole number, from 1 to 168',
  ],
])('%s among the options of a provider is refused', (_, options, named) => {
  expect(problemsOf(acme(options))).toEqual([expect.stringContaining(named)]);
});

it.each([
  ['signature', { signature: 'required' }, 'North Wind does not sign its callbacks: remove it'],
  ['channels', { channels: {} }, 'north-wind.channels changes nothing'],
  ['mediaApi', { mediaApi: {} }, 'north-wind.mediaApi changes nothing'],
] as const)('a provider that has no use for %s cannot have it', (_, options, named) => {
  expect(problemsOf(northWind(options))).toEqual([expect.stringContaining(named)]);
});
