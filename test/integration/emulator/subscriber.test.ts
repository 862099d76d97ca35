import {
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { ListRulesCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDbReader } from '../../../shared/reader/dynamodb-reader.ts';
import type { Emulator } from '../../../tools/emulator/emulator.ts';
import {
  type AwsClients,
  createClients,
  ownerAccessKeyId,
} from '../../../tools/emulator-client/aws-clients.ts';
import {
  readCallbackFixture,
  withLocalMedia,
} from '../../../tools/emulator-client/callback-fixtures.ts';
import { eventually } from '../../support/eventually.ts';
import { startGateway } from '../start-gateway.ts';

/** What the policy for subscribers allows a program of another team, and what it denies. */
const wamid = 'wamid.HBgMNDQ3NzAwOTAwMTIzFQIAEhgUMEU3NjI5Mjc5NDg4OEQ0RjFGQTcA';

let gateway: Emulator;
let subscriber: AwsClients;
let TableName: string;
let EventBusName: string;

beforeAll(async () => {
  gateway = await startGateway();
  const policyArn = String(gateway.outputs.SubscriberPolicyArn);
  subscriber = createClients(gateway.awsEndpoint, policyArn.slice(policyArn.lastIndexOf('/') + 1));
  TableName = String(gateway.outputs.EventsTableName);
  EventBusName = String(gateway.outputs.EventBusName);
  const { body } = await readCallbackFixture('incs/new_message.whatsapp-image');
  await fetch((await gateway.urls()).incs?.api ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: withLocalMedia(body, `http://127.0.0.1:${gateway.port}`),
  });
  return () => gateway.close();
});

describe('the reader of a subscriber', () => {
  it('finds a message, its conversation and its file', async () => {
    const reader = createDynamoDbReader(subscriber.dynamodb, TableName);

    const stored = await eventually(async () => {
      const [media] = (await reader.message('incs', wamid))?.media ?? [];
      if (media?.state !== 'stored') throw new Error('the file is not stored yet');
      return media.stored;
    });
    const { messages } = await reader.conversation('whatsapp#15550100001#447700900123');
    const { bucket: Bucket, key: Key } = stored;
    const object = await subscriber.s3.send(new GetObjectCommand({ Bucket, Key }));

    expect(messages).toHaveLength(1);
    expect(object.ContentLength).toBeGreaterThan(0);
  });
});

describe('a subscriber', () => {
  const records = {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: `message#incs#${wamid}` } },
    ProjectionExpression: 'pk, sk, detail',
    Select: 'SPECIFIC_ATTRIBUTES',
  } satisfies Partial<QueryCommandInput>;
  const query = (change: Partial<QueryCommandInput>) =>
    subscriber.dynamodb.send(new QueryCommand({ TableName, ...records, ...change }));
  const keyOf = (pk: string) => ({ ExpressionAttributeValues: { ':pk': { S: pk } } });

  it('may query event records with the attributes of the contract', async () => {
    expect((await query({})).Count).toBeGreaterThan(0);
    expect((await query(keyOf('template#incs#1'))).Count).toBe(0);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['quarantined items', () => query(keyOf('quarantine#incs#1'))],
    ['another kind of event record', () => query(keyOf('secret#incs#1'))],
    ['the raw body', () => query({ ProjectionExpression: 'pk, raw' })],
    [
      'event records that have a raw body',
      () => query({ FilterExpression: 'attribute_exists(raw)' }),
    ],
    [
      'all attributes of event records',
      () => query({ ProjectionExpression: undefined, Select: 'ALL_ATTRIBUTES' }),
    ],
    [
      'attributes without their names',
      () => query({ ProjectionExpression: undefined, Select: undefined }),
    ],
    ['the index of quarantined items', () => query({ IndexName: 'quarantine' })],
    ['the whole table', () => subscriber.dynamodb.send(new ScanCommand({ TableName }))],
    [
      'a single event record',
      () =>
        subscriber.dynamodb.send(
          new GetItemCommand({ TableName, Key: { pk: { S: 'message#1' }, sk: { S: 'message' } } }),
        ),
    ],
    [
      'a list of media objects',
      () =>
        subscriber.s3.send(
          new ListObjectsV2Command({ Bucket: String(gateway.outputs.MediaBucketName) }),
        ),
    ],
  ])('may not read %s', async (_, read) => {
    await expect(read()).rejects.toThrow('no identity-based policy allows');
  });

  it('may neither create rules nor change those of the gateway', async () => {
    const owner = createClients(gateway.awsEndpoint, ownerAccessKeyId);
    const bus = { EventBusName };
    const { Rules: [own] = [] } = await owner.eventBridge.send(new ListRulesCommand(bus));
    const EventPattern = '{"source":["tributary.incs"]}';
    const { eventBridge } = subscriber;

    const create = eventBridge.send(new PutRuleCommand({ Name: 'mine', EventPattern, ...bus }));
    await expect(create).rejects.toThrow('no identity-based policy allows');
    const change = eventBridge.send(
      new PutTargetsCommand({ Rule: own?.Name, Targets: [], ...bus }),
    );
    await expect(change).rejects.toThrow('no identity-based policy allows');
  });
});
