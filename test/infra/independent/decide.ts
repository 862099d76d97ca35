import { runSimulation } from '@cloud-copilot/iam-simulate';
import { resolveTemplate } from './resolve.ts';
import { type CloudFormationTemplate, nameOf } from './template.ts';
import { account } from './templates.ts';

/** Who asks: a principal with the policies of its role. */
export interface Principal {
  readonly arn: string;
  readonly policies: readonly object[];
}

/** What is asked for. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Values of condition keys. A request uses TLS unless it says otherwise. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

type Properties = Readonly<Record<string, unknown>>;

/** A deployed template: its principals, and the decisions of IAM about them. */
export function deploy(template: CloudFormationTemplate) {
  const resources = Object.entries(resolveTemplate(template).Resources).map(
    ([id, { Type, Properties = {} }]) => ({ name: nameOf(id), type: Type, properties: Properties }),
  );
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);

  /** The policy of the resource, which is the bucket of an object and the bus of a rule. */
  function resourcePolicyOf(arn: string): object | undefined {
    const [, , service, , , name = ''] = arn.split(':');
    if (service === 's3') return policyNaming('AWS::S3::BucketPolicy', arn.replace(/\/.*$/, ''));
    if (service === 'sqs') return policyNaming('AWS::SQS::QueuePolicy', arn);
    if (service === 'kms') return defaultKeyPolicy;
    if (service !== 'events' || !/^(rule|event-bus)\//.test(name)) return undefined;
    const statements = ofType('AWS::Events::EventBusPolicy').map((it) => it.properties.Statement);
    return statements.length > 0 ? { Version: '2012-10-17', Statement: statements } : undefined;
  }

  function policyNaming(type: string, arn: string): object | undefined {
    const policy = ofType(type).find(({ properties }) =>
      JSON.stringify(properties.PolicyDocument).includes(`"${arn}"`),
    );
    return policy?.properties.PolicyDocument as object | undefined;
  }

  function onlyNamed(type: string, name: string): Properties {
    const found = ofType(type).find((resource) => resource.name === name);
    if (!found) throw new Error(`no ${type} ${name}`);
    return found.properties;
  }

  async function simulate(principal: Principal, { action, resource, context }: Request) {
    const result = await runSimulation(
      {
        request: {
          principal: principal.arn,
          action,
          resource: { resource, accountId: account },
          contextVariables: {
            'aws:SecureTransport': 'true',
            'aws:PrincipalAccount': principal.arn.split(':')[4] ?? '',
            ...toContext(context),
          },
        },
        identityPolicies: principal.policies.map((policy, index) => ({ name: `${index}`, policy })),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        resourcePolicy: resourcePolicyOf(resource),
      },
      {},
    );
    if (result.resultType === 'error')
      throw new Error(`${action}: ${JSON.stringify(result.errors)}`);
    return result;
  }

  return {
    /** The names of all roles. */
    roles: ofType('AWS::IAM::Role').map(({ name }) => name),

    /** A role of the template. */
    role(name: string): Principal {
      const { Policies } = onlyNamed('AWS::IAM::Role', name);
      const policies = (Policies as readonly { PolicyDocument: object }[]).map(
        (it) => it.PolicyDocument,
      );
      return { arn: `arn:aws:iam::${account}:role/${name}`, policies };
    },

    /** A role of the account with a managed policy of the template. */
    subscriber(policyName: string): Principal {
      const { PolicyDocument } = onlyNamed('AWS::IAM::ManagedPolicy', policyName);
      return {
        arn: `arn:aws:iam::${account}:role/subscriber`,
        policies: [PolicyDocument as object],
      };
    },

    /** Whether IAM allows the request. Fails on a request that AWS would not know. */
    async allows(principal: Principal, request: Request): Promise<boolean> {
      return (await simulate(principal, request)).overallResult === 'Allowed';
    },
  };
}

/** The policy that AWS gives a new key: IAM policies of the account decide. */
const defaultKeyPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
};

function toContext(context: Request['context'] = {}): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : [...value],
    ]),
  );
}
