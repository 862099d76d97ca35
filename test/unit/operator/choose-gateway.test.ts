import { describe, expect, it } from 'vitest';
import { writeDescription } from '../../../shared/runtime/gateway-description.ts';
import { version } from '../../../shared/version.ts';
import { examineVersion } from '../../../tools/operator/doctor/examine-version.ts';
import { chooseGateway } from '../../../tools/operator/gateway/choose-gateway.ts';

const describing = (name: string, deployed = version) =>
  writeDescription({ version: deployed, name, providers: ['incs'] });

const outputs = {
  BucketName: 'of something else',
  SalesTributaryGateway: describing('shop-Sales'),
  SalesEventsTableName: 'events-of-sales',
  SupportTributaryGateway: describing('shop-Support'),
  SupportEventsTableName: 'events-of-support',
};

describe('a stack with several gateways', () => {
  it('has each of them under its id, with its own outputs', () => {
    expect(chooseGateway('shop', outputs, 'Support')).toMatchObject({
      name: 'shop-Support',
      prefix: 'Support',
      providers: ['incs'],
      outputs: { EventsTableName: 'events-of-support' },
    });
  });

  it('wants one of them named, and names them', () => {
    expect(() => chooseGateway('shop', outputs, undefined)).toThrow('Sales, Support: name one');
    expect(() => chooseGateway('shop', outputs, 'Suport')).toThrow(
      'no gateway Suport; use one of Sales, Support',
    );
  });
});

describe('a stack with one gateway', () => {
  it('has it without a prefix when it is called Default', () => {
    const alone = { TributaryGateway: describing('tributary-prod'), EventsTableName: 'events' };
    for (const wanted of [undefined, 'Default']) {
      expect(chooseGateway('tributary-prod', alone, wanted)).toMatchObject({
        id: 'Default',
        prefix: '',
        outputs: { EventsTableName: 'events' },
      });
    }
  });
});

it.each([
  ['is about something else', { BucketName: 'bucket' }],
  ['is older than the description', { EventsTableName: 'events' }],
  ['has a newer format', { TributaryGateway: '{"format":2,"name":"shop"}' }],
])('a stack that %s has no gateway for this version', (_, others) => {
  expect(() => chooseGateway('shop', others, undefined)).toThrow('this version can read');
});

describe('doctor', () => {
  it('compares the version of the gateway with its own', () => {
    expect(examineVersion({ version })).toMatchObject({ state: 'ok' });
    expect(examineVersion({ version: '0.0.1' })).toMatchObject({
      state: 'warning',
      text: expect.stringContaining('version 0.0.1'),
    });
  });
});
