import { z } from 'zod';
import { readCallbackOutputs } from '../../../shared/runtime/stack-outputs.ts';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { functionUrlName } from '../../emulator-client/local-urls.ts';
import type { Functions } from '../lambda/functions.ts';
import type { StackGateway } from '../template/app.ts';
import { type AppResources, parseProperties, type StackResource } from '../template/stack.ts';
import { createFunctionUrl, createHttpApi, type Endpoint } from './endpoints.ts';
import { jsonResponse } from './http-response.ts';
import type { Site } from './server.ts';

const routeProperties = z.object({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.literal('NONE').default('NONE'),
});

const integrationProperties = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
});

const urlProperties = z.object({ AuthType: z.literal('NONE'), TargetFunctionArn: z.string() });

export interface EndpointsOptions {
  readonly app: AppResources & { readonly gateways: readonly StackGateway[] };
  readonly functions: Functions;
  now(): Date;
}

/**
 * Creates the endpoints of the app: the HTTP API of the first gateway at `/`, other APIs and the function URLs at
 * paths of their own, by name. Without a gateway the first API is at `/`.
 */
export function createEndpoints(
  options: EndpointsOptions,
): Pick<Site, 'api' | 'apis' | 'functionUrls'> {
  const { gateways, resources } = options.app;
  const apis = resources.ofType('AWS::ApiGatewayV2::Api');
  const [firstGateway] = gateways;
  const first = firstGateway ? apis.find((api) => firstGateway.has(api)) : apis[0];
  const others = apis.filter((api) => api !== first);
  return {
    api: first
      ? createApi(first, options)
      : async () => jsonResponse(404, { message: 'Not Found' }),
    apis: new Map(
      others.map((api) => {
        const gateway = gateways.find((each) => each.has(api));
        return [gateway?.name ?? toName(api), createApi(api, options)];
      }),
    ),
    functionUrls: createFunctionUrls(options),
  };
}

function createApi(
  api: StackResource,
  { app: { resources, omissions }, functions, now }: EndpointsOptions,
): Endpoint {
  const routes = resources
    .ofType('AWS::ApiGatewayV2::Route')
    .filter(({ properties }) => properties.ApiId === api.ref)
    .flatMap((route) => omissions.attempt(route, () => toRoute(route)) ?? []);
  const domainName = new URL(api.attributes.ApiEndpoint ?? '').hostname;
  return createHttpApi({ apiId: api.ref, domainName, routes }, now);

  function toRoute(route: StackResource) {
    const { RouteKey: routeKey, Target: target } = parseProperties(route, routeProperties);
    const integration = resources
      .ofType('AWS::ApiGatewayV2::Integration')
      .find(({ ref }) => target === `integrations/${ref}`);
    if (!integration) throw new EmulatorError('its integration is not in the app');
    const { IntegrationUri } = parseProperties(integration, integrationProperties);
    return { routeKey, target: functions.find(IntegrationUri).lambda };
  }
}

function createFunctionUrls({
  app: { resources, omissions, gateways },
  functions,
  now,
}: EndpointsOptions): ReadonlyMap<string, Endpoint> {
  const endpoints = resources.ofType('AWS::Lambda::Url').flatMap((url) => {
    const endpoint = omissions.attempt(url, () => {
      const { TargetFunctionArn: functionArn } = parseProperties(url, urlProperties);
      const domainName = toDomainName(url);
      const urlId = domainName.split('.')[0] ?? '';
      const target = functions.find(functionArn).lambda;
      return createFunctionUrl({ urlId, domainName, target }, now);
    });
    return endpoint ? [[nameOfUrl(url, gateways), endpoint] as const] : [];
  });
  return new Map(endpoints);
}

/** `incs` for the first gateway, `incs@<gateway>` for another one. */
function nameOfUrl(url: StackResource, gateways: readonly StackGateway[]): string {
  const gateway = gateways.find((each) => each.has(url));
  if (!gateway) return toName(url);
  const outputs = readCallbackOutputs(gateway.outputs, gateway.providers);
  const [provider] =
    [...outputs].find(
      ([, { functionUrl }]) => functionUrl && new URL(functionUrl).hostname === toDomainName(url),
    ) ?? [];
  if (provider === undefined) return toName(url);
  return functionUrlName(provider, { name: gateway.name, isFirst: gateway === gateways[0] });
}

function toDomainName({ attributes }: StackResource): string {
  return new URL(attributes.FunctionUrl ?? '').hostname;
}

/** What is of no gateway may have the same logical id in two stacks. */
function toName({ stackName, logicalId }: StackResource): string {
  return `${stackName}-${logicalId}`;
}
