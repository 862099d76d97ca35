import { expect, it } from 'vitest';
import {
  readHttpSubscriptions,
  writeHttpDescription,
} from '../../../shared/http-subscription/description.ts';

const describe = (name: string) =>
  writeHttpDescription({
    name,
    url: 'https://hooks.example/',
    secretArn: 'secret',
    ruleArn: 'rule',
    functionName: 'function',
    queueArn: 'queue',
    queueUrl: 'queue-url',
    deadLetterQueueArn: 'dead-letters',
    deadLetterQueueUrl: 'dead-letters-url',
    stateTable: 'state',
  });

it('the HTTP subscriptions of a stack are read by name, without those of a newer format', () => {
  const [shop, orders] = [describe('Shop'), describe('Orders')];
  const outputs = {
    ShopHttpSubscription: JSON.stringify(shop),
    EventBusArn: 'arn',
    NewerHttpSubscription: JSON.stringify({ ...shop, format: 2 }),
    OrdersHttpSubscription: JSON.stringify(orders),
  };
  expect(readHttpSubscriptions(outputs)).toEqual([orders, shop]);
});
