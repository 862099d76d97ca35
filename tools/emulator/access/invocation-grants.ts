import { z } from 'zod';
import { arnOf, localAccount } from '../../emulator-client/account.ts';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import {
  type AppResources,
  parseProperties,
  type Resources,
  type StackResource,
} from '../template/stack.ts';
import type { Permission } from './policy.ts';
import type { Principal } from './principal.ts';
import type { RequestContext } from './request-context.ts';
import type { ResourcePolicies } from './resource-policies.ts';

/**
 * Checks that the template grants what it wires: the HTTP API and the function URLs may invoke their
 * functions, and rules may reach their targets. AWS deploys a template without these grants and then
 * responds with 403 or 500, or drops events without an error.
 *
 * @throws {EmulatorError} naming the resource of a gateway that lacks a grant; others are omitted
 */
export function checkInvocationGrants(
  { resources, omissions }: AppResources,
  policies: ResourcePolicies,
): void {
  const require = (user: StackResource, principal: Principal, permission: Permission) => {
    if (policies.decide(principal, permission) === 'allow') return;
    const who = principal.kind === 'service' ? principal.name : 'everyone';
    throw new EmulatorError(
      `${user.logicalId} (${user.type}) would fail on AWS: the policy of ${permission.resource} does not allow ${permission.action} for ${who}`,
    );
  };
  const check = (type: string, checkOne: (resource: StackResource) => void) => {
    for (const each of resources.ofType(type)) omissions.attempt(each, () => checkOne(each));
  };
  check('AWS::ApiGatewayV2::Route', (route) => {
    require(route, apiGateway, routePermission(route, resources));
  });
  check('AWS::Lambda::Url', (url) => {
    for (const permission of urlPermissions(url)) require(url, { kind: 'anybody' }, permission);
  });
  const targets = new Set(
    resources
      .ofType('AWS::Lambda::Function', 'AWS::SQS::Queue')
      .map(({ attributes }) => attributes.Arn),
  );
  check('AWS::Events::Rule', (rule) => {
    for (const targetArn of targetsOf(rule).filter((arn) => targets.has(arn))) {
      require(rule, eventBridge, deliveryPermission(rule.attributes.Arn ?? '', targetArn));
    }
  });
}

const apiGateway: Principal = { kind: 'service', name: 'apigateway.amazonaws.com' };

/** EventBridge when it delivers events to the targets of rules. */
export const eventBridge: Principal = { kind: 'service', name: 'events.amazonaws.com' };

/** The permission that EventBridge needs on a rule's target, or on its dead-letter queue. */
export function deliveryPermission(ruleArn: string, targetArn: string): Permission {
  const isFunction = targetArn.split(':')[2] === 'lambda';
  return {
    action: isFunction ? 'lambda:InvokeFunction' : 'sqs:SendMessage',
    resource: targetArn,
    context: fromSource(ruleArn),
  };
}

const routeProperties = z.object({ ApiId: z.string(), RouteKey: z.string(), Target: z.string() });

function routePermission(route: StackResource, resources: Resources): Permission {
  const { ApiId, RouteKey, Target } = parseProperties(route, routeProperties);
  const integration = resources
    .ofType('AWS::ApiGatewayV2::Integration')
    .find(({ ref }) => Target === `integrations/${ref}`);
  // The source of `POST /incs/{token}` is `<api>/<stage>/POST/incs/{token}`.
  const source = arnOf('execute-api', `${ApiId}/$default/${RouteKey.replace(' ', '')}`);
  return {
    action: 'lambda:InvokeFunction',
    resource: String(integration?.properties.IntegrationUri),
    context: fromSource(source),
  };
}

/** Since October 2025 a function URL without IAM needs both (Lambda developer guide, read 2026-11-21). */
function urlPermissions(url: StackResource): readonly Permission[] {
  const resource = String(url.properties.TargetFunctionArn);
  return [
    {
      action: 'lambda:InvokeFunctionUrl',
      resource,
      context: { 'lambda:FunctionUrlAuthType': ['NONE'] },
    },
    {
      action: 'lambda:InvokeFunction',
      resource,
      context: { 'lambda:InvokedViaFunctionUrl': ['true'] },
    },
  ];
}

const ruleTargets = z.object({
  Targets: z
    .array(
      z.object({ Arn: z.string(), DeadLetterConfig: z.object({ Arn: z.string() }).optional() }),
    )
    .default([]),
});

function targetsOf(rule: StackResource): readonly string[] {
  return parseProperties(rule, ruleTargets).Targets.flatMap(({ Arn, DeadLetterConfig }) =>
    DeadLetterConfig ? [Arn, DeadLetterConfig.Arn] : [Arn],
  );
}

function fromSource(sourceArn: string): RequestContext {
  return {
    'aws:SourceArn': [sourceArn],
    'aws:SourceAccount': [localAccount.accountId],
    'aws:PrincipalIsAWSService': ['true'],
  };
}
