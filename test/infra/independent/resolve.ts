import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { type CloudFormationTemplate, nameOf } from './template.ts';
import { account, region } from './templates.ts';

let database: ReturnType<typeof loadAwsServiceSpecSync> | undefined;

/** AWS's descriptions of the resource types. It takes two seconds to load, so once in a worker. */
export function serviceSpec() {
  database ??= loadAwsServiceSpecSync();
  return database;
}

/** Resource types whose `Ref` is the ARN. */
const arnTypes: readonly string[] = [
  'AWS::IAM::ManagedPolicy',
  'AWS::SecretsManager::Secret',
  'AWS::SNS::Topic',
];

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'tributary-test',
};

/**
 * Resolves the intrinsic functions of a template as CloudFormation does, with invented names for the
 * resources. ARNs have the form that AWS's description of the resource type gives.
 */
export function resolverOf({ Resources }: CloudFormationTemplate): (value: unknown) => unknown {
  function arnOf(id: string): string {
    const { Type, Properties } = Resources[id] ?? {};
    const arn = serviceSpec()
      .lookup('resource', 'cloudFormationType', 'equals', Type ?? '')
      .only();
    const values: Readonly<Record<string, string>> = {
      Partition: 'aws',
      Region: region,
      Account: account,
    };
    const bus = resolve(Properties?.EventBusName);
    const name =
      Type === 'AWS::Events::Rule' && bus ? `${bus}/${physicalName(id)}` : physicalName(id);
    return (arn.arnTemplate ?? '').replace(/\$\{(\w+)\}/g, (_, key: string) => values[key] ?? name);
  }

  function physicalName(id: string): string {
    const { Type, Properties = {} } = Resources[id] ?? {};
    const given = Properties.Name ?? Properties.LogGroupName ?? Properties.DomainName;
    if (typeof given === 'string') return given;
    const name = nameOf(id);
    if (Type === 'AWS::SecretsManager::Secret') return `${name}-a1B2c3`;
    return Type === 'AWS::S3::Bucket' ? name.toLowerCase() : name;
  }

  function attribute(id: string, name: string): string {
    if (name === 'StreamArn') return `${arnOf(id)}/stream/2026-01-01T00:00:00.000`;
    if (!name.endsWith('Arn')) return physicalName(id);
    return Resources[id]?.Type === 'AWS::Logs::LogGroup' ? `${arnOf(id)}:*` : arnOf(id);
  }

  function reference(id: string): string {
    const pseudo = pseudoParameters[id];
    if (pseudo !== undefined) return pseudo;
    return arnTypes.includes(Resources[id]?.Type ?? '') ? arnOf(id) : physicalName(id);
  }

  const functions: Readonly<Record<string, (argument: unknown) => unknown>> = {
    Ref: (id) => reference(String(id)),
    'Fn::GetAtt': (argument) => {
      const [id, ...name] = Array.isArray(argument) ? argument : String(argument).split('.');
      return attribute(id, name.join('.'));
    },
    'Fn::Join': (argument) => {
      const [separator, parts] = argument as [string, unknown];
      return (resolve(parts) as readonly unknown[]).join(separator);
    },
    'Fn::Sub': (argument) => {
      if (typeof argument !== 'string') throw new Error('Fn::Sub with variables is not supported');
      return argument.replace(/\$\{([\w:]+)\}/g, (_, id: string) => reference(id));
    },
    'Fn::Select': (argument) => {
      const [index, parts] = argument as [number | string, unknown];
      return (resolve(parts) as readonly unknown[])[Number(index)];
    },
    'Fn::Split': (argument) => {
      const [separator, text] = argument as [string, unknown];
      return String(resolve(text)).split(separator);
    },
  };

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [[key, argument] = [''], ...others] = entries;
    const intrinsic = others.length === 0 ? functions[key] : undefined;
    if (intrinsic) return intrinsic(argument);
    if (key.startsWith('Fn::')) throw new Error(`${key} is not supported`);
    return Object.fromEntries(entries.map(([name, inner]) => [name, resolve(inner)]));
  }

  return resolve;
}

/** The template as CloudFormation hands its resources to a hook: without intrinsic functions. */
export function resolveTemplate(template: CloudFormationTemplate): CloudFormationTemplate {
  const resolve = resolverOf(template);
  const Resources = Object.entries(template.Resources).map(([id, { Type, Properties = {} }]) => [
    id,
    { Type, Properties: resolve(Properties) as Readonly<Record<string, unknown>> },
  ]);
  return { Resources: Object.fromEntries(Resources) };
}
