import { describe, expect, it } from 'vitest';
import { everythingConfigured, keyArn } from '../synthesize.ts';
import { deploy } from './decide.ts';
import { statementsOf } from './statements.ts';
import { account, region, synthesizeGateway } from './templates.ts';

const template = synthesizeGateway(everythingConfigured);
const gateway = deploy(template);

const table = `arn:aws:dynamodb:${region}:${account}:table/EventsTable`;
const stream = `${table}/stream/2026-01-01T00:00:00.000`;
const bus = `arn:aws:events:${region}:${account}:event-bus/tributary-test`;
const queue = `arn:aws:sqs:${region}:${account}:MediaMirrorQueue`;
const payloads = 'arn:aws:s3:::payloadbucket';
const media = 'arn:aws:s3:::mediabucket';
const secret = (name: string) =>
  `arn:aws:secretsmanager:${region}:${account}:secret:${name}-a1B2c3`;
const logs = (name: string) =>
  `arn:aws:logs:${region}:${account}:log-group:${name}:log-stream:2026`;
const key = keyArn;

/**
 * By role: what its function asks for in its work, as `action resource`. What follows is the partition key of
 * a request to the table, or the service that asks KMS.
 */
const needs: Readonly<Record<string, readonly string[]>> = {
  AcmeCallbackRole: [
    `dynamodb:PutItem ${table}`,
    `dynamodb:BatchGetItem ${table}`,
    `dynamodb:PartiQLInsert ${table}`,
    `s3:PutObject ${payloads}/raw/acme/2026/01/02/0a1b.json`,
    `s3:PutObject ${payloads}/quarantine/acme/0a1b.json`,
    `s3:PutObject ${payloads}/unmapped/acme/0a1b.json`,
    `secretsmanager:GetSecretValue ${secret('AcmeSecret')}`,
    `logs:CreateLogStream ${logs('CallbackLogs')}`,
    `logs:PutLogEvents ${logs('CallbackLogs')}`,
    ...['dynamodb', 's3'].flatMap((service) => [
      `kms:Decrypt ${key} ${service}`,
      `kms:GenerateDataKey ${key} ${service}`,
    ]),
    `kms:Decrypt ${key} secretsmanager`,
  ],
  PublisherPublishRole: [
    `dynamodb:GetRecords ${stream}`,
    `dynamodb:GetShardIterator ${stream}`,
    `dynamodb:DescribeStream ${stream}`,
    'dynamodb:ListStreams *',
    `dynamodb:BatchGetItem ${table} whatsapp#15550100001#447700900123`,
    `dynamodb:PartiQLInsert ${table}`,
    `dynamodb:Query ${table} whatsapp#15550100001#447700900123`,
    `dynamodb:UpdateItem ${table} whatsapp#15550100001#447700900123`,
    `events:PutEvents ${bus}`,
    `s3:PutObject ${payloads}/dead-letters/0001.json`,
    `s3:PutObject ${payloads}/aws/lambda/2026/01/02/0a1b.json`,
    `s3:ListBucket ${payloads}`,
    `logs:CreateLogStream ${logs('PublisherPublishLogs')}`,
    `logs:PutLogEvents ${logs('PublisherPublishLogs')}`,
    `kms:Decrypt ${key} dynamodb`,
    `kms:GenerateDataKey ${key} s3`,
  ],
  MediaMirrorRole: [
    `sqs:ReceiveMessage ${queue}`,
    `sqs:DeleteMessage ${queue}`,
    `sqs:ChangeMessageVisibility ${queue}`,
    `sqs:GetQueueAttributes ${queue}`,
    `dynamodb:Query ${table}`,
    `dynamodb:PutItem ${table}`,
    `s3:PutObject ${media}/acme/2026/01/02/0a1b/0.jpg`,
    `s3:GetObject ${media}/acme/2026/01/02/0a1b/0.jpg`,
    `s3:AbortMultipartUpload ${media}/acme/2026/01/02/0a1b/0.jpg`,
    `secretsmanager:GetSecretValue ${secret('AcmeSecret')}`,
    `logs:CreateLogStream ${logs('MediaMirrorLogs')}`,
    `logs:PutLogEvents ${logs('MediaMirrorLogs')}`,
    ...['dynamodb', 's3'].flatMap((service) => [
      `kms:Decrypt ${key} ${service}`,
      `kms:GenerateDataKey ${key} ${service}`,
    ]),
    `kms:Decrypt ${key} secretsmanager`,
  ],
};

/** What no function needs. A defect in one of them must not be able to do it. */
const forbidden = [
  `dynamodb:DeleteItem ${table}`,
  `dynamodb:UpdateItem ${table}`,
  `dynamodb:Scan ${table}`,
  `dynamodb:Query ${table}/index/conversation`,
  `dynamodb:PutItem arn:aws:dynamodb:${region}:${account}:table/Another`,
  `s3:DeleteObject ${payloads}/raw/acme/0a1b.json`,
  `s3:DeleteObject ${media}/acme/0a1b/0.jpg`,
  `s3:GetObject ${payloads}/raw/acme/0a1b.json`,
  `s3:PutObject ${payloads}/elsewhere/0a1b.json`,
  `s3:PutObject arn:aws:s3:::another/raw/0a1b.json`,
  `secretsmanager:GetSecretValue ${secret('NorthWindSecret')}`,
  `secretsmanager:PutSecretValue ${secret('AcmeSecret')}`,
  `events:PutRule arn:aws:events:${region}:${account}:rule/tributary-test/mine`,
  `events:PutEvents arn:aws:events:${region}:${account}:event-bus/default`,
  `sqs:SendMessage ${queue}`,
  `lambda:InvokeFunction arn:aws:lambda:${region}:${account}:function:AcmeCallbackFunction`,
  `logs:PutLogEvents ${logs('AnotherLogs')}`,
  `kms:Decrypt ${key}`,
  `kms:Decrypt ${key} sqs`,
];

function toRequest(line: string) {
  const [action = '', resource = '', more] = line.split(' ');
  if (more === undefined) return { action, resource };
  const context = action.startsWith('kms:')
    ? { 'kms:ViaService': `${more}.${region}.amazonaws.com` }
    : {
        'dynamodb:LeadingKeys': [more],
        ...(action === 'dynamodb:UpdateItem' && {
          'dynamodb:Attributes': ['pk', 'sk', 'expiresAt'],
        }),
      };
  return { action, resource, context };
}

describe.each(Object.entries(needs))('IAM, asked by %s', (roleName, lines) => {
  const role = gateway.role(roleName);

  it.each(lines)('allows %s', async (line) => {
    expect(await gateway.allows(role, toRequest(line))).toBe(true);
  });

  it('allows the objects of a bucket only over TLS', async () => {
    const line = lines.find((it) => it.startsWith('s3:PutObject')) ?? '';
    const context = { 'aws:SecureTransport': 'false' };
    expect(await gateway.allows(role, { ...toRequest(line), context })).toBe(false);
  });

  it('denies what no function needs', async () => {
    const allowed = [];
    for (const line of forbidden) {
      if (await gateway.allows(role, toRequest(line))) allowed.push(line);
    }
    expect(allowed).toEqual([]);
  });

  it('is asked about every action that the role allows', () => {
    const granted = statementsOf(template)
      .filter(({ place }) => place === roleName)
      .flatMap(({ actions }) => actions)
      .filter((action) => !alsoGranted.includes(action));
    const asked = lines.map((line) => line.split(' ')[0]);
    expect([...new Set(granted)].sort()).toEqual([...new Set(asked)].sort());
  });
});

/** Lambda assumes the role; services that encrypt with the owner's key also describe it and encrypt with it. */
const alsoGranted = ['sts:AssumeRole', 'kms:DescribeKey', 'kms:Encrypt'];

it('every role of a function is asked, of the callback functions one', () => {
  const others = gateway.roles.filter((name) => !(name in needs));
  expect(others).toEqual(['NorthWindCallbackRole']);
});

it('a callback function may read no secret but its own', async () => {
  const action = 'secretsmanager:GetSecretValue';
  const northWind = gateway.role('NorthWindCallbackRole');
  expect(await gateway.allows(northWind, { action, resource: secret('AcmeSecret') })).toBe(false);
  expect(await gateway.allows(northWind, { action, resource: secret('NorthWindSecret') })).toBe(
    true,
  );
});

it('the publisher may read the links of users, and no message', async () => {
  const publisher = gateway.role('PublisherPublishRole');
  for (const action of ['dynamodb:Query', 'dynamodb:BatchGetItem']) {
    expect(await gateway.allows(publisher, toRequest(`${action} ${table} message#acme#1`))).toBe(
      false,
    );
    expect(await gateway.allows(publisher, toRequest(`${action} ${table}`))).toBe(false);
  }
});

it('the publisher may change when a link expires, and nothing else', async () => {
  const publisher = gateway.role('PublisherPublishRole');
  const update = (key: string, ...names: readonly string[]) =>
    gateway.allows(publisher, {
      action: 'dynamodb:UpdateItem',
      resource: table,
      context: {
        'dynamodb:LeadingKeys': [key],
        ...(names.length > 0 && { 'dynamodb:Attributes': names }),
      },
    });
  const link = 'whatsapp#15550100001#447700900123';
  expect(await update(link, 'pk', 'sk', 'expiresAt')).toBe(true);
  expect(await update(link, 'pk', 'sk', 'detail')).toBe(false);
  expect(await update(link)).toBe(false);
  expect(await update('message#acme#1', 'pk', 'sk', 'expiresAt')).toBe(false);
});
