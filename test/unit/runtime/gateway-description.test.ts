import { expect, it } from 'vitest';
import {
  descriptionOutput,
  readGateways,
  writeDescription,
} from '../../../shared/runtime/gateway-description.ts';

const describeGateway = (name: string) =>
  writeDescription({ version: '0.9.0', name, providers: ['incs'] });

it('finds each gateway of a stack, by id, with its own outputs', () => {
  const gateways = readGateways({
    [`ZoneOne${descriptionOutput}`]: describeGateway('zone-one'),
    ZoneOneEventBusName: 'bus of zone one',
    [`One${descriptionOutput}`]: describeGateway('one'),
    OneEventBusName: 'bus of one',
    OfAnotherConstruct: 'what it says',
  });
  expect(gateways.map(({ id, name }) => [id, name])).toEqual([
    ['One', 'one'],
    ['ZoneOne', 'zone-one'],
  ]);
  expect(gateways.map(({ outputs }) => outputs)).toEqual([
    { EventBusName: 'bus of one', [descriptionOutput]: describeGateway('one') },
    { EventBusName: 'bus of zone one', [descriptionOutput]: describeGateway('zone-one') },
  ]);
});

it.each([
  JSON.stringify({ ...JSON.parse(describeGateway('newer')), format: 2 }),
  JSON.stringify({ format: 1, name: 'without-a-version', providers: [] }),
  'no JSON',
  7,
])('leaves out what it cannot read: %s', (unreadable) => {
  const gateways = readGateways({
    [`A${descriptionOutput}`]: unreadable,
    [descriptionOutput]: describeGateway('own'),
  });
  expect(gateways.map(({ id }) => id)).toEqual(['Default']);
});
