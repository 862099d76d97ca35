import { z } from 'zod';
import { LocalGatewayError } from '../errors.ts';
import { parseProperties, type Stack, type StackResource } from '../template/stack.ts';
import { policyDocument } from './policy.ts';

const permissionProperties = z.object({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  FunctionUrlAuthType: z.string().optional(),
  InvokedViaFunctionUrl: z.boolean().default(false),
});

type LambdaPermission = z.infer<typeof permissionProperties>;

const queuePolicyProperties = z.object({
  Queues: z.array(z.string()),
  PolicyDocument: policyDocument,
});

/**
 * Makes sure that the services may do what the template wires: the HTTP API and the function URLs
 * invoke their functions, rules reach their targets. On AWS such a template deploys, and then
 * answers 403 and 500 or drops events without a word.
 *
 * @throws {LocalGatewayError} naming what lacks its grant.
 */
export function requireInvocationGrants(stack: Stack): void {
  const permissions = stack
    .ofType('AWS::Lambda::Permission')
    .map((permission) => parseProperties(permission, permissionProperties));
  for (const integration of stack.ofType('AWS::ApiGatewayV2::Integration')) {
    const { ApiId, IntegrationUri } = integration.properties;
    const granted = permissions.some(
      (permission) =>
        allowsService(permission, 'apigateway.amazonaws.com', IntegrationUri) &&
        (permission.SourceArn ?? '').includes(`:${String(ApiId)}/`),
    );
    if (!granted) throw missing(integration, 'lambda:InvokeFunction for apigateway.amazonaws.com');
  }
  for (const url of stack.ofType('AWS::Lambda::Url')) requireUrlGrants(url, permissions);
  for (const rule of stack.ofType('AWS::Events::Rule')) requireRuleGrants(rule, stack, permissions);
}

/** Since October 2025 a URL without IAM needs both (Lambda developer guide, read 2026-11-21). */
function requireUrlGrants(url: StackResource, permissions: readonly LambdaPermission[]): void {
  const ofUrl = permissions.filter(
    ({ FunctionName, Principal }) =>
      FunctionName === url.properties.TargetFunctionArn && Principal === '*',
  );
  const mayUseUrl = ofUrl.some(
    ({ Action, FunctionUrlAuthType }) =>
      Action === 'lambda:InvokeFunctionUrl' && FunctionUrlAuthType === 'NONE',
  );
  const mayInvoke = ofUrl.some(
    ({ Action, InvokedViaFunctionUrl }) =>
      Action === 'lambda:InvokeFunction' && InvokedViaFunctionUrl,
  );
  if (!mayUseUrl) throw missing(url, 'lambda:InvokeFunctionUrl for everybody');
  if (!mayInvoke) throw missing(url, 'lambda:InvokeFunction by way of the URL for everybody');
}

const ruleTargets = z.object({
  Targets: z
    .array(
      z.object({ Arn: z.string(), DeadLetterConfig: z.object({ Arn: z.string() }).optional() }),
    )
    .default([]),
});

function requireRuleGrants(
  rule: StackResource,
  stack: Stack,
  permissions: readonly LambdaPermission[],
): void {
  const ruleArn = rule.attributes.Arn ?? '';
  const targets = parseProperties(rule, ruleTargets).Targets.flatMap(({ Arn, DeadLetterConfig }) =>
    DeadLetterConfig ? [Arn, DeadLetterConfig.Arn] : [Arn],
  );
  for (const target of targets) {
    const granted = target.includes(':lambda:')
      ? permissions.some(
          (permission) =>
            allowsService(permission, 'events.amazonaws.com', target) &&
            [undefined, ruleArn].includes(permission.SourceArn),
        )
      : queueAccepts(target, ruleArn, stack);
    if (!granted) throw missing(rule, `a grant for events.amazonaws.com on ${target}`);
  }
}

const sourceCondition = z
  .record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())])))
  .default({});

function queueAccepts(queueArn: string, ruleArn: string, stack: Stack): boolean {
  const queue = stack
    .ofType('AWS::SQS::Queue')
    .find(({ attributes }) => attributes.Arn === queueArn);
  return stack
    .ofType('AWS::SQS::QueuePolicy')
    .map((policy) => parseProperties(policy, queuePolicyProperties))
    .filter(({ Queues }) => queue !== undefined && Queues.includes(queue.ref))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .some(({ Effect, Action = [], Principal, Condition }) => {
      const sources = Object.values(sourceCondition.parse(Condition)).flatMap(
        (keys) => keys['aws:SourceArn'] ?? [],
      );
      return (
        Effect === 'Allow' &&
        Action.some((action) => ['sqs:SendMessage', 'sqs:*', '*'].includes(action)) &&
        JSON.stringify(Principal ?? '').includes('events.amazonaws.com') &&
        (sources.length === 0 || sources.includes(ruleArn))
      );
    });
}

function allowsService(
  { Action, Principal, FunctionName }: LambdaPermission,
  service: string,
  functionArn: unknown,
): boolean {
  return (
    Action === 'lambda:InvokeFunction' && Principal === service && FunctionName === functionArn
  );
}

function missing({ logicalId, type }: StackResource, grant: string): LocalGatewayError {
  return new LocalGatewayError(`${logicalId} (${type}) would fail on AWS: it needs ${grant}`);
}
