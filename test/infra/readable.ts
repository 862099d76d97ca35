import type { Template } from 'aws-cdk-lib/assertions';

/**
 * A value of a template in a readable form: `EventsTable` for the ARN or the name of that
 * resource (the hash at the end of its logical id left out), joined parts as one string.
 */
export function readable(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const [[intrinsic, argument] = []] = Object.entries(value);
  switch (intrinsic) {
    case 'Ref':
      return withoutHash(String(argument));
    case 'Fn::GetAtt': {
      const [id, attribute] = argument as string[];
      return withoutHash(String(id)) + (attribute === 'Arn' ? '' : `.${attribute}`);
    }
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map(readable).join(separator);
    }
    default:
      return JSON.stringify(value);
  }
}

/** The role's statements, one line for each action on each resource: `s3:PutObject Payloads/raw/*`. */
export function grantsOf(template: Template, roleId: string): string[] {
  const roles = Object.entries(template.findResources('AWS::IAM::Role'));
  const [, role] = roles.find(([id]) => withoutHash(id) === roleId) ?? [];
  if (!role) throw new Error(`no role ${roleId}, only ${roles.map(([id]) => id).join(', ')}`);
  const { Policies, ManagedPolicyArns = [] } = role.Properties;
  const lines = [...ManagedPolicyArns].map((arn: unknown) => `everything in ${readable(arn)}`);
  for (const { PolicyDocument } of Policies) {
    for (const { Effect, Action, Resource, NotAction } of PolicyDocument.Statement) {
      if (Effect !== 'Allow' || NotAction) throw new Error(`unexpected statement in ${roleId}`);
      for (const action of [Action].flat()) {
        for (const resource of [Resource].flat()) lines.push(`${action} ${readable(resource)}`);
      }
    }
  }
  return lines.sort();
}

function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
