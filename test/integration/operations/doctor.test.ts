import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { providers } from '../../../functions/providers.ts';
import { type OperatedGateway, startOperatedGateway } from './operated-gateway.ts';
import { textMessage } from './text-message.ts';

let gateway: OperatedGateway;

beforeAll(async () => {
  gateway = await startOperatedGateway();
});

afterAll(() => gateway.close());

async function findingOf(check: string) {
  const { results } = await gateway.tributary('doctor');
  return results.find((finding) => finding.check === check);
}

it('finds nothing wrong with a gateway that was just deployed', async () => {
  const { code, results } = await gateway.tributary('doctor');
  expect(results.filter(({ state }) => state !== 'ok' && state !== 'skipped')).toEqual([]);
  expect(code).toBe(0);
  const doors = results.filter(({ text }) => String(text).startsWith('answers'));
  expect(doors).toHaveLength(2 * providers.length);
  expect(await gateway.events()).toEqual([]);
});

it('names a rotation that is not confirmed, and the command for it', async () => {
  await gateway.tributary('secrets', 'rotate', 'itnio', '--yes');
  expect(await findingOf('secret of itnio')).toMatchObject({
    state: 'warning',
    remedy: 'tributary secrets rotate itnio --confirm',
  });
  await gateway.tributary('secrets', 'rotate', 'itnio', '--confirm', '--yes');
  expect(await findingOf('secret of itnio')).toMatchObject({ state: 'ok' });
});

it('names what was not understood and what was given up', async () => {
  await gateway.post('incs', '{"event":"from_tomorrow"}');
  await gateway.aws.s3.send(
    new PutObjectCommand({
      Bucket: gateway.output('VaultBucketName'),
      Key: 'undeliverable/1.json',
      Body: '{}',
    }),
  );
  await gateway.aws.sqs.send(
    new SendMessageCommand({
      QueueUrl: gateway.output('MediaDeadLetterQueueUrl'),
      MessageBody: '{}',
    }),
  );
  expect(await findingOf('quarantine')).toMatchObject({ state: 'warning' });
  expect(await findingOf('events given up')).toMatchObject({ state: 'failed' });
  expect(await findingOf('files given up')).toMatchObject({ state: 'failed' });
  expect((await gateway.tributary('doctor')).code).toBe(1);
});

it('names a subscription that can lose events', async () => {
  const bus = { EventBusName: gateway.output('EventBusName') };
  await gateway.aws.eventBridge.send(
    new PutRuleCommand({ ...bus, Name: 'careless', EventPattern: '{"source":["nobody"]}' }),
  );
  const Targets = [{ Id: 'queue', Arn: 'arn:aws:sqs:us-east-1:000000000000:careless' }];
  await gateway.aws.eventBridge.send(new PutTargetsCommand({ ...bus, Rule: 'careless', Targets }));
  expect(await findingOf('rule careless')).toMatchObject({ state: 'warning' });
});

it('names a secret that cannot be read, and is well again when it is mended', async () => {
  const SecretId = gateway.output('IncsSecretArn');
  const { SecretString } = await gateway.aws.secretsManager.send(
    new GetSecretValueCommand({ SecretId }),
  );
  await gateway.aws.secretsManager.send(
    new PutSecretValueCommand({ SecretId, SecretString: '{"token":"short"}' }),
  );
  expect(await findingOf('secret of incs')).toMatchObject({
    state: 'failed',
    remedy: 'docs/secrets.md',
  });
  await gateway.aws.secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString }));
  expect(await findingOf('secret of incs')).toMatchObject({ state: 'ok' });
  expect(await gateway.post('incs', textMessage('wamid.well'))).toBe(200);
});
