import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { everythingConfigured } from '../synthesize.ts';
import { deploy } from './decide.ts';
import { serviceSpec } from './resolve.ts';
import { type CloudFormationTemplate, nameOf } from './template.ts';
import { account, region, synthesizeGateway } from './templates.ts';

/** What `docs/deploying.md` says of roles, of removal and of adoption, held to AWS's descriptions. */
const page = readFileSync(join(projectDirectory, 'docs/deploying.md'), 'utf8');

const bootstrapTemplate = readFileSync(
  join(projectDirectory, 'node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml'),
  'utf8',
);

const template = synthesizeGateway(everythingConfigured);

/** The first policy on the page. */
function readPipelinePolicy(): object {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  return JSON.parse(json.replaceAll('<account>', account));
}

describe('the role of a pipeline', () => {
  const pipeline = {
    arn: `arn:aws:iam::${account}:role/pipeline`,
    policies: [readPipelinePolicy()],
  };

  /** Whether it may assume a role of the bootstrap stack. */
  function mayAssume(role: string, bootstrapRole?: string): Promise<boolean> {
    return deploy(template).allows(pipeline, {
      action: 'sts:AssumeRole',
      resource: `arn:aws:iam::${account}:role/cdk-hnb659fds-${role}-${account}-${region}`,
      ...(bootstrapRole && {
        context: { 'iam:ResourceTag/aws-cdk:bootstrap-role': bootstrapRole },
      }),
    });
  }

  it.each([
    ['deploy-role', 'deploy'],
    ['file-publishing-role', 'file-publishing'],
    ['lookup-role', 'lookup'],
  ])('may assume the %s, which has that tag in the bootstrap template', async (role, tag) => {
    expect(bootstrapTemplate).toMatch(
      new RegExp(`Key: aws-cdk:bootstrap-role\\n\\s+Value: ${tag}\\n`),
    );
    expect(await mayAssume(role, tag)).toBe(true);
  });

  it('may not assume CloudFormation’s own role, nor another role', async () => {
    expect(await mayAssume('cfn-exec-role')).toBe(false);
    expect(await mayAssume('image-publishing-role', 'image-publishing')).toBe(false);
  });
});

it('the page lists the services that CloudFormation’s role must be able to use', () => {
  const names: Readonly<Record<string, string>> = {
    ApiGatewayV2: 'API Gateway',
    CloudWatch: 'CloudWatch',
    DynamoDB: 'DynamoDB',
    Events: 'EventBridge',
    EventSchemas: 'its schemas',
    IAM: 'IAM',
    Lambda: 'Lambda',
    Logs: 'Logs',
    S3: 'S3',
    SecretsManager: 'Secrets Manager',
    SNS: 'SNS',
    SQS: 'SQS',
  };
  const [, sentence = ''] = /A gateway needs the services in its template: (.*)\./.exec(page) ?? [];
  const used = new Set(Object.values(template.Resources).map(({ Type }) => Type.split('::')[1]));
  for (const service of used) {
    expect(Object.keys(names), 'an unknown service').toContain(service);
    expect(sentence).toContain(names[service ?? '']);
  }
  expect(used.size).toBe(Object.keys(names).length);
});

type Retained = CloudFormationTemplate['Resources'][string] & { readonly DeletionPolicy?: string };

const retained = Object.entries(template.Resources as Readonly<Record<string, Retained>>).filter(
  ([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain'),
);

describe('what stays when the stack is deleted', () => {
  it('is the table, both buckets and the secrets, as the page says', () => {
    expect(page).toContain(
      'The table, both buckets and the secrets stay when the stack is deleted',
    );
    expect(retained.map(([id]) => nameOf(id)).sort()).toEqual([
      'AcmeSecret',
      'EventsTable',
      'MediaBucket',
      'NorthWindSecret',
      'PayloadBucket',
    ]);
  });

  it('is only the table when its first deployment fails, which costs nothing while it is empty', () => {
    const kept = retained.filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain');
    expect(kept.map(([id]) => nameOf(id))).toEqual(['EventsTable']);
    expect(template.Resources[kept[0]?.[0] ?? '']?.Properties).toMatchObject({
      DeletionProtectionEnabled: true,
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  it('can be imported: each has an identifier that a person knows, and a deletion policy', () => {
    const spec = serviceSpec();
    for (const [id, { Type, DeletionPolicy }] of retained) {
      const [type] = spec.lookup('resource', 'cloudFormationType', 'equals', Type);
      expect(type?.primaryIdentifier, id).toHaveLength(1);
      expect(DeletionPolicy, id).toBeDefined();
    }
    const identifiers = retained.map(([, { Type }]) => {
      const [type] = spec.lookup('resource', 'cloudFormationType', 'equals', Type);
      return `${Type} ${type?.primaryIdentifier?.join()}`;
    });
    expect([...new Set(identifiers)].sort()).toEqual([
      'AWS::DynamoDB::Table TableName',
      'AWS::S3::Bucket BucketName',
      'AWS::SecretsManager::Secret Id',
    ]);
  });

  it('has no name of its own, so that a new deployment does not collide with it', () => {
    for (const [id, { Properties = {} }] of retained) {
      expect(Object.keys(Properties), id).not.toContain('TableName');
      expect(Object.keys(Properties), id).not.toContain('BucketName');
      expect(Object.keys(Properties), id).not.toContain('Name');
    }
  });
});
