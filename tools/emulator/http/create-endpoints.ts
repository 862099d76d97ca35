import { z } from 'zod';
import type { CallbackOutputsByProvider } from '../../../shared/runtime/stack-outputs.ts';
import type { Functions } from '../lambda/functions.ts';
import { parseProperties, type Stack } from '../template/stack.ts';
import { createFunctionUrl, createHttpApi, type Endpoint } from './endpoints.ts';
import { jsonResponse } from './http-response.ts';
import type { Site } from './server.ts';

const routeProperties = z.object({
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
  readonly stack: Stack;
  readonly functions: Functions;
  readonly outputs: CallbackOutputsByProvider;
  now(): Date;
}

/** Creates the endpoints of the template: one HTTP API at `/`, and each function URL at its own path. */
export function createEndpoints(options: EndpointsOptions): Pick<Site, 'api' | 'functionUrls'> {
  return { api: createApi(options), functionUrls: createFunctionUrls(options) };
}

function createApi({ stack, functions, now }: EndpointsOptions): Endpoint {
  const [api] = stack.ofType('AWS::ApiGatewayV2::Api');
  if (!api) return async () => jsonResponse(404, { message: 'Not Found' });
  const functionArns = new Map(
    stack
      .ofType('AWS::ApiGatewayV2::Integration')
      .map((integration) => [
        `integrations/${integration.ref}`,
        parseProperties(integration, integrationProperties).IntegrationUri,
      ]),
  );
  const routes = stack.ofType('AWS::ApiGatewayV2::Route').map((route) => {
    const { RouteKey: routeKey, Target: target } = parseProperties(route, routeProperties);
    return { routeKey, target: functions.find(functionArns.get(target) ?? target).lambda };
  });
  const domainName = new URL(api.attributes.ApiEndpoint ?? '').hostname;
  return createHttpApi({ apiId: api.ref, domainName, routes }, now);
}

function createFunctionUrls({
  stack,
  functions,
  outputs,
  now,
}: EndpointsOptions): ReadonlyMap<string, Endpoint> {
  return new Map(
    stack.ofType('AWS::Lambda::Url').map((url) => {
      const { TargetFunctionArn: functionArn } = parseProperties(url, urlProperties);
      const domainName = new URL(url.attributes.FunctionUrl ?? '').hostname;
      const provider = [...outputs].find(
        ([, { functionUrl }]) => functionUrl && new URL(functionUrl).hostname === domainName,
      );
      const urlId = domainName.split('.')[0] ?? '';
      const endpoint = createFunctionUrl(
        { urlId, domainName, target: functions.find(functionArn).lambda },
        now,
      );
      return [provider?.[0] ?? url.logicalId, endpoint];
    }),
  );
}
