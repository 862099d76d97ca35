import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeTableCommand,
  DynamoDBClient,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { stackOutputs } from './stack-outputs.ts';

const cloudFormation = mockClient(CloudFormationClient);
const dynamodb = mockClient(DynamoDBClient);
const s3 = mockClient(S3Client);
const secretsManager = mockClient(SecretsManagerClient);
const sqs = mockClient(SQSClient);
const mocks = [cloudFormation, dynamodb, s3, secretsManager, sqs];

/** A gateway that has stored nothing. */
beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stackOutputs()] });
  cloudFormation.on(GetTemplateCommand).resolves({ TemplateBody: '{"Resources":{},"Outputs":{}}' });
  dynamodb.on(DescribeTableCommand).resolves({ Table: { TableSizeBytes: 0 } });
  dynamodb.on(QueryCommand).resolves({ Items: [] });
  dynamodb.on(ScanCommand).resolves({ Items: [] });
  s3.on(ListObjectsV2Command).resolves({ Contents: [] });
  secretsManager.on(PutSecretValueCommand).resolves({});
  secretsManager
    .on(GetSecretValueCommand)
    .resolves({ SecretString: JSON.stringify(secretWith('token-of-the-provider')) });
  sqs.on(GetQueueAttributesCommand).resolves({
    Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' },
  });
});

afterEach(() => {
  vi.unstubAllEnvs();
  for (const mock of mocks) mock.reset();
});

afterAll(() => {
  for (const mock of mocks) mock.restore();
});

function secretWith(token: string) {
  return { token, connections: { shop: { token: 'token-of-the-shop' } } };
}

async function run(line: string) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runTributary([...line.split(' '), '--stack', 'tributary-prod'], {
    out: (text) => out.push(text),
    error: (text) => errors.push(text),
    readValue: () => Promise.reject(new Error('a value was read')),
    now: () => new Date('2026-01-02T03:04:05Z'),
    waitMs: async () => {},
  });
  return { code, out: out.join('\n'), errors: errors.join('\n') };
}

describe('a command that finds nothing to do', () => {
  it.each([
    ['replay --from 2026-01-01', 'nothing to publish'],
    ['quarantine replay --from 2026-01-01', 'nothing to publish'],
    ['media retry --from 2026-01-01', 'nothing to mirror; 0 files failed permanently'],
    ['dead-letters redrive', 'no event dead letters to publish\nno media dead letters to move'],
  ])('says so, with and without --yes: %s', async (line, text) => {
    expect(await run(line)).toMatchObject({ code: 0, out: text });
    expect(await run(`${line} --yes`)).toMatchObject({ code: 0, out: text });
  });
});

describe('secrets rotate', () => {
  const token = '[A-Za-z0-9]{43}';

  it('prints the new URLs by endpoint, and the next steps', async () => {
    const { code, out, errors } = await run('secrets rotate incs --yes');
    expect(code).toBe(0);
    expect(out).toMatch(
      new RegExp(
        `^api          https://api.example/incs/${token}\nfunctionUrl  https://function.example/${token}$`,
      ),
    );
    expect(errors.split('\n')).toEqual([
      'Wait 10 seconds. Then paste the new URL into the provider’s console. The old URL stays valid.',
      'When the provider has the new one, end the rotation:',
      'npm run -s tributary -- secrets rotate incs --confirm --yes --stack tributary-prod',
    ]);
  });

  it('of a connection ends with the command for that connection', async () => {
    const { errors } = await run('secrets rotate incs --connection shop --yes');
    expect(errors).toContain('secrets rotate incs --connection shop --confirm --yes');
  });
});
