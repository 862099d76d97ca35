import { z } from 'zod';
import { busArnOf, functionArnOf, localAccount } from '../../emulator-client/account.ts';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { type BusPolicies, createBusPolicies } from '../event-bridge/bus-policies.ts';
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

/** The policies of buckets, queues, buses and functions. */
export interface ResourcePolicies {
  /** Evaluates the policy of the permission's resource for a caller. */
  decide(principal: Principal, permission: Permission): Decision;
}

const bucketPolicy = z.object({ Bucket: z.string(), PolicyDocument: policyDocument });
const queuePolicy = z.object({ Queues: z.array(z.string()), PolicyDocument: policyDocument });

/** A statement of the policy of a bus; the form without `Statement` is the older one. */
const busPolicy = z.object({
  EventBusName: z.string().default('default'),
  StatementId: z.string(),
  Statement: z.looseObject({}).optional(),
});

const lambdaPermission = z.object({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
  PrincipalOrgID: z.string().optional(),
  FunctionUrlAuthType: z.string().optional(),
  InvokedViaFunctionUrl: z.boolean().optional(),
});

/**
 * Reads the resource policies of the template.
 *
 * @param ofBuses receives those of the buses, which calls can change
 */
export function readResourcePolicies(
  { resources, omissions }: AppResources,
  ofBuses: BusPolicies = createBusPolicies(),
): ResourcePolicies {
  for (const policy of resources.ofType('AWS::Events::EventBusPolicy')) {
    omissions.attempt(policy, () => addBusStatement(policy, ofBuses));
  }
  const statements = resources.all.flatMap(
    (resource) => omissions.attempt(resource, () => statementsOf(resource, resources)) ?? [],
  );
  const byResource = Map.groupBy(statements, ({ resourceArn }) => resourceArn);
  return {
    decide: (principal, permission) => {
      const holder = policyHolder(permission.resource);
      const found = [
        ...(byResource.get(holder) ?? []).map(({ statement }) => statement),
        ...ofBuses.statementsOf(holder),
      ];
      return decide(
        found.filter((statement) => isAbout(statement, principal)),
        permission,
      );
    },
  };
}

interface StatementOfResource {
  readonly resourceArn: string;
  readonly statement: PolicyStatement;
}

/** The policy of a bucket applies to its objects, and that of a bus to its rules. */
function policyHolder(resourceArn: string): string {
  switch (resourceArn.split(':')[2]) {
    case 's3':
      return resourceArn.replace(/\/.*/s, '');
    case 'events':
      return resourceArn.replace(/:rule\/([^/]+)\/.*/s, ':event-bus/$1');
    default:
      return resourceArn;
  }
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

function addBusStatement(policy: StackResource, ofBuses: BusPolicies): void {
  const { EventBusName, StatementId, Statement } = parseProperties(policy, busPolicy);
  if (Statement === undefined) {
    throw new EmulatorError('has no Statement: the emulator does not evaluate its older form');
  }
  const busArn = busArnOf(EventBusName);
  ofBuses.write(busArn, [...ofBuses.read(busArn), { ...Statement, Sid: StatementId }]);
}

/** Lambda turns an `AWS::Lambda::Permission` into a statement of the function's policy. */
function functionStatement(resource: StackResource): StatementOfResource {
  const permission = parseProperties(resource, lambdaPermission);
  const { Action, FunctionName, Principal } = permission;
  const resourceArn = functionArnOf(FunctionName);
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
        'aws:PrincipalOrgID': permission.PrincipalOrgID,
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
