import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest';
import { runTributary } from '../../../tools/operator/run-tributary.ts';
import { stackOutputs } from './stack-outputs.ts';

/** The secrets of the gateway, by ARN, as Secrets Manager stores them. */
const secrets = new Map<string, string>();
export const token = 'the-token-of-the-provider';
let policy: string | undefined;

/**
 * A deployed gateway of three providers, each with a secret that has only a token, for every test of a file.
 *
 * @returns the client that has its secrets
 */
export function mockGateway() {
  const cloudFormation = mockClient(CloudFormationClient);
  const secretsManager = mockClient(SecretsManagerClient);
  beforeEach(() => {
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    policy = undefined;
    for (const id of ['incs', 'innopaas', 'meta']) secrets.set(id, JSON.stringify({ token }));
    const { Outputs = [] } = stackOutputs();
    const common = Outputs.flatMap(({ OutputKey = '', OutputValue = '' }) =>
      OutputKey.startsWith('Incs') ? [] : [[OutputKey, OutputValue] as const],
    );
    const ofProviders = ['Incs', 'Innopaas', 'Meta'].flatMap((name) => [
      [`${name}ApiUrl`, `https://api.example/${name.toLowerCase()}`] as const,
      [`${name}SecretArn`, name.toLowerCase()] as const,
    ]);
    cloudFormation
      .on(DescribeStacksCommand)
      .resolves({ Stacks: [stackOutputs([...common, ...ofProviders])] });
    cloudFormation
      .on(GetTemplateCommand)
      .callsFake(() => ({ TemplateBody: JSON.stringify(templateWith(policy)) }));
    secretsManager
      .on(GetSecretValueCommand)
      .callsFake(({ SecretId }) => ({ SecretString: secrets.get(SecretId) }));
    secretsManager.on(PutSecretValueCommand).callsFake(({ SecretId, SecretString }) => {
      secrets.set(SecretId, SecretString);
      return {};
    });
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
  return secretsManager;
}

function templateWith(signaturePolicy: string | undefined) {
  const secret = { Ref: 'MetaSecret' };
  const Variables = { PROVIDER_SECRET: secret, SIGNATURE_POLICY: signaturePolicy };
  return {
    Resources: {
      Meta: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } },
    },
    Outputs: { MetaSecretArn: { Value: secret } },
  };
}

/** Runs a command; the operator types the value, if the command asks for one. */
export async function run(line: string, typed?: string) {
  const out: string[] = [];
  const errors: string[] = [];
  const prompts: string[] = [];
  const code = await runTributary([...line.split(' '), '--stack', 'tributary-prod'], {
    out: (text) => out.push(text),
    error: (text) => errors.push(text),
    terminal: { columns: 200, hasColors: false },
    readValue: async (prompt) => {
      prompts.push(prompt);
      return typed ?? expect.fail(`a value was read: ${prompt}`);
    },
    now: () => new Date('2026-01-02T03:04:05Z'),
    waitMs: async () => {},
  });
  return { code, out: out.join('\n'), errors: errors.join('\n'), prompts };
}

export const store = (provider: string, secret: object) =>
  void secrets.set(provider, JSON.stringify(secret));
export const stored = (provider: string) => JSON.parse(secrets.get(provider) ?? '');

/** Sets what the template says of the signatures of `meta`. @param configured nothing by default */
export function setSignaturePolicy(configured: string | undefined): void {
  policy = configured;
}
