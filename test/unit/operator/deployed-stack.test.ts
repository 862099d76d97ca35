import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectToStack } from '../../../tools/operator/aws/cloudformation-stack.ts';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { stackOutputs } from './stack-outputs.ts';

const cloudFormation = mockClient(CloudFormationClient);
const secretsManager = mockClient(SecretsManagerClient);

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stackOutputs()] });
  secretsManager
    .on(GetSecretValueCommand)
    .resolves({ SecretString: '{"token":"the-token-of-the-provider"}' });
});

afterEach(() => {
  vi.unstubAllEnvs();
  cloudFormation.reset();
  secretsManager.reset();
});

afterAll(() => {
  cloudFormation.restore();
  secretsManager.restore();
});

describe('a deployed stack', () => {
  it('is found by its name, with what its outputs name', async () => {
    const gateway = await connectToStack('tributary-prod');
    expect(cloudFormation.commandCalls(DescribeStacksCommand)[0]?.args[0].input).toEqual({
      StackName: 'tributary-prod',
    });
    expect(gateway.resources).toMatchObject({
      eventsTable: 'events',
      publisherFunction: 'publisher',
    });
    expect([...gateway.callbacks.keys()]).toEqual(['incs']);
    expect(gateway.localOrigin).toBeUndefined();
  });

  it('has callback URLs with the token of the secret', async () => {
    const { code, out } = await run('urls', '--json');
    expect({ code, out: JSON.parse(out) }).toEqual({
      code: 0,
      out: {
        incs: {
          api: 'https://api.example/incs/the-token-of-the-provider',
          functionUrl: 'https://function.example/the-token-of-the-provider',
          headers: {},
        },
      },
    });
    expect(secretsManager.commandCalls(GetSecretValueCommand)[0]?.args[0].input).toEqual({
      SecretId: 'arn:secret',
    });
  });

  it.each([
    [
      'is not in the documented form',
      () => Promise.resolve({ SecretString: '{}' }),
      'docs/secrets.md',
    ],
    [
      'may not be read',
      () =>
        Promise.reject(
          Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: {} }),
        ),
      'AWS says AccessDeniedException',
    ],
  ])('prints the other URLs when a secret %s, and names its provider', async (_, response, why) => {
    const meta = [
      ['MetaApiUrl', 'https://api.example/meta'],
      ['MetaSecretArn', 'arn:broken'],
    ] as const;
    const { Outputs = [] } = stackOutputs();
    const incs = Outputs.map(
      ({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const,
    );
    cloudFormation
      .on(DescribeStacksCommand)
      .resolves({ Stacks: [stackOutputs([...incs, ...meta])] });
    secretsManager.on(GetSecretValueCommand, { SecretId: 'arn:broken' }).callsFake(response);
    const { code, out, errors } = await run('urls', '--json');
    expect(code).toBe(1);
    expect(Object.keys(JSON.parse(out))).toEqual(['incs']);
    expect(errors).toMatch(/^meta: /);
    expect(errors).toContain(why);
  });

  it('tells by its template how its functions are configured', async () => {
    const secret = { Ref: 'Secret' };
    const Variables = { PROVIDER_SECRET: secret, RETENTION_DAYS: '30' };
    const TemplateBody = JSON.stringify({
      Resources: {
        Incs: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } },
      },
      Outputs: { IncsSecretArn: { Value: secret } },
    });
    cloudFormation.on(GetTemplateCommand).resolves({ TemplateBody });
    const settings = await (await connectToStack('tributary-prod')).functionSettings();
    expect([...settings]).toEqual([['incs', { channels: {}, retentionDays: 30 }]]);
    expect(cloudFormation.commandCalls(GetTemplateCommand)[0]?.args[0].input).toEqual({
      StackName: 'tributary-prod',
      TemplateStage: 'Processed',
    });
  });
});

/** What the tool says when CloudFormation answers with an error. */
async function complaint(name: string, message: string): Promise<string> {
  const error = Object.assign(new Error(message), { name, $metadata: {} });
  cloudFormation.on(DescribeStacksCommand).rejects(error);
  return runFailing();
}

async function runFailing(): Promise<string> {
  const { code, errors } = await run('urls');
  expect(code).toBe(1);
  return errors;
}

async function run(...words: readonly string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runTributary([...words, '--stack', 'tributary-prod'], {
    out: (line) => out.push(line),
    error: (line) => errors.push(line),
    now: () => new Date('2026-01-02T03:04:05Z'),
    waitMs: async () => {},
  });
  return { code, out: out.join('\n'), errors: errors.join('\n') };
}

describe('an operator who cannot reach the stack is told what to do:', () => {
  it.each([
    [
      'a stack that is not there',
      'ValidationError',
      'Stack with id tributary-prod does not exist',
      'there is no stack tributary-prod in eu-west-1: look at its name and at AWS_REGION',
    ],
    [
      'no credentials',
      'CredentialsProviderError',
      'Could not load credentials from any providers',
      'there are no AWS credentials: set AWS_PROFILE, or sign in with `aws sso login`',
    ],
    [
      'a sign-in that ended',
      'ExpiredTokenException',
      'The security token included in the request is expired',
      'the AWS credentials are no longer valid: sign in again',
    ],
    [
      'S3’s word for it',
      'ExpiredToken',
      'The provided token has expired.',
      'the AWS credentials are no longer valid: sign in again',
    ],
    [
      'a key that was deleted',
      'InvalidClientTokenId',
      'The security token included in the request is invalid',
      'the AWS credentials are no longer valid: sign in again',
    ],
    [
      'a role that may not',
      'AccessDenied',
      'User: arn:aws:iam::111122223333:user/ada is not authorized to perform: cloudformation:DescribeStacks',
      'AWS says AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: cloudformation:DescribeStacks (use a role that may, or have this one allowed)',
    ],
  ])('%s', async (_, name, message, text) => {
    expect(await complaint(name, message)).toBe(text);
  });

  it('a stack of something else', async () => {
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stackOutputs([])] });
    expect(await runFailing()).toContain('has no output EventsTableName: deploy it again');
  });
});
