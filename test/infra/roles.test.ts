import { expect, it } from 'vitest';
import { linkPrefixes } from '../../shared/table/links.ts';
import { grantsOf } from './readable.ts';
import { everythingConfigured, keyArn, synthesize } from './synthesize.ts';

const template = synthesize();

it('a callback function may write event records and payloads, and read records and its own secret', () => {
  expect(grantsOf(template, 'AcmeCallbackRole')).toEqual([
    'dynamodb:BatchGetItem EventsTable',
    'dynamodb:PartiQLInsert EventsTable',
    'dynamodb:PutItem EventsTable',
    'logs:CreateLogStream CallbackLogs',
    'logs:PutLogEvents CallbackLogs',
    's3:PutObject PayloadBucket/quarantine/*',
    's3:PutObject PayloadBucket/raw/*',
    's3:PutObject PayloadBucket/unmapped/*',
    'secretsmanager:GetSecretValue AcmeSecret',
  ]);
});

it('a callback function may not read the secret of another provider', () => {
  const grants = grantsOf(template, 'NorthWindCallbackRole');
  expect(grants.filter((grant) => grant.startsWith('secretsmanager:'))).toEqual([
    'secretsmanager:GetSecretValue NorthWindSecret',
  ]);
});

it('the publisher may read the stream, list streams, look for links, put events, insert items and write dead letters', () => {
  expect(grantsOf(template, 'PublisherPublishRole')).toEqual([
    'dynamodb:BatchGetItem EventsTable',
    'dynamodb:DescribeStream EventsTable.StreamArn',
    'dynamodb:GetRecords EventsTable.StreamArn',
    'dynamodb:GetShardIterator EventsTable.StreamArn',
    'dynamodb:ListStreams *',
    'dynamodb:PartiQLInsert EventsTable',
    'dynamodb:Query EventsTable',
    'dynamodb:UpdateItem EventsTable',
    'events:PutEvents EventBus',
    'logs:CreateLogStream PublisherPublishLogs',
    'logs:PutLogEvents PublisherPublishLogs',
    's3:ListBucket PayloadBucket',
    's3:PutObject PayloadBucket/aws/lambda/*',
    's3:PutObject PayloadBucket/dead-letters/*',
  ]);
});

it('the publisher reads the links of users, and no event record', () => {
  const [role] = Object.values(template.findResources('AWS::IAM::Role')).filter((each) =>
    JSON.stringify(each).includes('dynamodb:GetShardIterator'),
  );
  const statements: readonly { Action: string[]; Condition?: Record<string, object> }[] =
    role?.Properties.Policies[0].PolicyDocument.Statement;
  const reading = statements.find(({ Action }) => [Action].flat().includes('dynamodb:Query'));
  expect(reading?.Condition).toEqual({
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': linkPrefixes.map((each) => `${each}*`) },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  });
});

it('the media mirror may receive from its queue, write files, read and write event records, and read the secret of a provider with a media API', () => {
  expect(grantsOf(template, 'MediaMirrorRole')).toEqual([
    'dynamodb:PutItem EventsTable',
    'dynamodb:Query EventsTable',
    'logs:CreateLogStream MediaMirrorLogs',
    'logs:PutLogEvents MediaMirrorLogs',
    's3:AbortMultipartUpload MediaBucket/*',
    's3:GetObject MediaBucket/*',
    's3:PutObject MediaBucket/*',
    'secretsmanager:GetSecretValue AcmeSecret',
    'sqs:ChangeMessageVisibility MediaMirrorQueue',
    'sqs:DeleteMessage MediaMirrorQueue',
    'sqs:GetQueueAttributes MediaMirrorQueue',
    'sqs:ReceiveMessage MediaMirrorQueue',
  ]);
});

it('only the functions have roles', () => {
  const functions = Object.keys(template.findResources('AWS::Lambda::Function'));
  template.resourceCountIs('AWS::IAM::Role', functions.length);
  template.resourceCountIs('AWS::IAM::Policy', 0);
});

it('roles use the owner’s key only through the services that it encrypts for', () => {
  const roles = Object.values(synthesize(everythingConfigured).findResources('AWS::IAM::Role'));
  const statements = roles.flatMap((role) => role.Properties.Policies[0].PolicyDocument.Statement);
  const onKey = statements.filter((statement) => statement.Resource === keyArn);
  expect(onKey.length).toBeGreaterThan(0);
  for (const statement of onKey) {
    expect(statement.Condition.StringEquals['kms:ViaService'].length).toBeGreaterThan(0);
  }
});
