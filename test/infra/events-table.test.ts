import { Match } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { everythingConfigured, keyArn, synthesize } from './synthesize.ts';

const template = synthesize();
const tableType = 'AWS::DynamoDB::Table';

it('the partition key is what an event record is about, the sort key the record', () => {
  template.hasResourceProperties(tableType, {
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: Match.arrayWith([
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ]),
  });
});

it('the indexes of conversations and quarantine leave out the raw payload', () => {
  template.hasResourceProperties(tableType, {
    GlobalSecondaryIndexes: [
      {
        IndexName: 'conversation',
        KeySchema: [
          { AttributeName: 'conversation', KeyType: 'HASH' },
          { AttributeName: 'conversationSort', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['detail'] },
      },
      {
        IndexName: 'quarantine',
        KeySchema: [
          { AttributeName: 'quarantine', KeyType: 'HASH' },
          { AttributeName: 'quarantineSort', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['detail'] },
      },
    ],
  });
});

it('the stream carries the new item', () => {
  template.hasResourceProperties(tableType, {
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
  });
});

it('the table has point-in-time recovery and deletion protection', () => {
  template.hasResource(tableType, {
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    },
  });
});

it('the table is billed by request', () => {
  template.hasResourceProperties(tableType, { BillingMode: 'PAY_PER_REQUEST' });
});

it('event records expire by expiresAt, which functions do not set by default', () => {
  template.hasResourceProperties(tableType, {
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  });
  expect(JSON.stringify(template.toJSON())).not.toContain('RETENTION_DAYS');
});

it('a configured retention reaches every function that writes event records', () => {
  const functions = Object.values(
    synthesize({ retention: { eventsDays: 8, mediaDays: 8, payloadsDays: 8 } }).findResources(
      'AWS::Lambda::Function',
    ),
  );
  expect(
    functions.map(({ Properties }) => Properties.Environment.Variables.RETENTION_DAYS),
  ).toEqual(functions.map(() => '8'));
});

it('the table is encrypted with a key of AWS, or with the owner’s', () => {
  template.hasResourceProperties(tableType, { SSESpecification: { SSEEnabled: false } });
  synthesize(everythingConfigured).hasResourceProperties(tableType, {
    SSESpecification: {
      SSEEnabled: true,
      SSEType: 'KMS',
      KMSMasterKeyId: keyArn,
    },
  });
});
