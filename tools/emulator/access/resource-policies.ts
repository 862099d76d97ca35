import { z } from 'zod';
import { arnOf, localAccount } from '../../emulator-client/account.ts';
import {
  type AppResources,
  parseProperties,
  type Resources,
  type StackResource,
} from '../template/stack.ts';
import {
  type Decision,
  decide,
  type Permission,
  type PolicyStatement,
  policyDocument,
} from './policy.ts';
import { isAbout, type Principal } from './principal.ts';

/** The policies of the buckets, queues and functions of the template. */
export interface ResourcePolicies {
  /** Evaluates the policy of the permission's resource for a caller. */
  decide(principal: Principal, permission: Permission): Decision;
}

const bucketPolicy = z.object({ Bucket: z.string(), PolicyDocument: policyDocument });
const queuePolicy = z.object({ Queues: z.array(z.string()), PolicyDocument: policyDocument });

const lambdaPermission = z.object({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
  FunctionUrlAuthType: z.string().optional(),
  InvokedViaFunctionUrl: z.boolean().optional(),
});

/** Reads the resource policies of the template. */
export function readResourcePolicies({ resources, omissions }: AppResources): ResourcePolicies {
  const statements = resources.all.flatMap(
    (resource) => omissions.attempt(resource, () => statementsOf(resource, resources)) ?? [],
  );
  const byResource = Map.groupBy(statements, ({ resourceArn }) => resourceArn);
  return {
    decide: (principal, permission) => {
      const found = byResource.get(policyHolder(permission.resource)) ?? [];
      const about = found.filter(({ statement }) => isAbout(statement, principal));
      return decide(
        about.map(({ statement }) => statement),
        permission,
      );
    },
  };
}

interface StatementOfResource {
  readonly resourceArn: string;
  readonly statement: PolicyStatement;
}

/** The policy of a bucket applies to its objects. */
function policyHolder(resourceArn: string): string {
  return resourceArn.split(':')[2] === 's3' ? resourceArn.replace(/\/.*/s, '') : resourceArn;
}

function statementsOf(
  resource: StackResource,
  resources: Resources,
): readonly StatementOfResource[] {
  switch (resource.type) {
    case 'AWS::S3::BucketPolicy':
      return bucketStatements(resource);
    case 'AWS::SQS::QueuePolicy':
      return queueStatements(resource, resources);
    case 'AWS::Lambda::Permission':
      return [functionStatement(resource)];
    default:
      return [];
  }
}

function bucketStatements(policy: StackResource): readonly StatementOfResource[] {
  const { Bucket, PolicyDocument } = parseProperties(policy, bucketPolicy);
  const resourceArn = `arn:${localAccount.partition}:s3:::${Bucket}`;
  return PolicyDocument.Statement.map((statement) => ({ resourceArn, statement }));
}

function queueStatements(
  policy: StackResource,
  resources: Resources,
): readonly StatementOfResource[] {
  const { Queues, PolicyDocument } = parseProperties(policy, queuePolicy);
  const queues = resources.ofType('AWS::SQS::Queue').filter(({ ref }) => Queues.includes(ref));
  return queues.flatMap(({ attributes: { Arn: resourceArn = '' } }) =>
    PolicyDocument.Statement.map((statement) => ({ resourceArn, statement })),
  );
}

/** Lambda turns an `AWS::Lambda::Permission` into a statement of the function's policy. */
function functionStatement(resource: StackResource): StatementOfResource {
  const permission = parseProperties(resource, lambdaPermission);
  const { Action, FunctionName, Principal } = permission;
  const resourceArn = FunctionName.startsWith('arn:')
    ? FunctionName
    : arnOf('lambda', `function:${FunctionName}`);
  const isService = Principal.endsWith('.amazonaws.com');
  const statement: PolicyStatement = {
    Effect: 'Allow',
    Action: [Action],
    Resource: [resourceArn],
    Principal: Principal === '*' ? '*' : { [isService ? 'Service' : 'AWS']: [Principal] },
    Condition: {
      ArnLike: given({ 'aws:SourceArn': permission.SourceArn }),
      StringEquals: given({
        'aws:SourceAccount': permission.SourceAccount,
        'lambda:FunctionUrlAuthType': permission.FunctionUrlAuthType,
      }),
      Bool: given({ 'lambda:InvokedViaFunctionUrl': permission.InvokedViaFunctionUrl }),
    },
  };
  return { resourceArn, statement };
}

function given(keys: Readonly<Record<string, string | boolean | undefined>>) {
  const entries = Object.entries(keys).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, [String(value)]]));
}
