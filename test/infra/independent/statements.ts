import { resolverOf } from './resolve.ts';
import { type CloudFormationTemplate, nameOf } from './template.ts';

/** A statement of a policy, with its parts as lists and its intrinsic functions resolved. */
export interface Statement {
  /** The resource that has the policy, and the id of the statement. */
  readonly place: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly value: unknown;
}

/** All statements of all policies of a template: of roles, of managed policies and of resources. */
export function statementsOf(template: CloudFormationTemplate): readonly Statement[] {
  const resolve = resolverOf(template);
  return Object.entries(template.Resources).flatMap(([id, { Properties }]) => {
    return findStatements(resolve(Properties)).map((statement) =>
      toStatement([nameOf(id), ...(statement.Sid ? [statement.Sid] : [])].join(' '), statement),
    );
  });
}

type Json = Readonly<Record<string, unknown>>;

function findStatements(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(findStatements);
  if (typeof value !== 'object' || value === null) return [];
  return 'Effect' in value ? [value as Json] : Object.values(value).flatMap(findStatements);
}

function toStatement(place: string, statement: Json): Statement {
  const { Effect, Action, Resource, Condition = {} } = statement;
  const unread = Object.keys(statement).filter((key) => /^Not/.test(key));
  if (unread.length > 0)
    throw new Error(`${place} has ${unread.join(', ')}, which the checks do not read`);
  return {
    place,
    effect: String(Effect),
    actions: [Action ?? []].flat().map(String),
    resources: [Resource ?? []].flat().map(String),
    conditions: Object.entries(Condition as object).flatMap(([operator, keys]) =>
      Object.entries(keys as object).map(([key, value]) => ({ operator, key, value })),
    ),
  };
}
