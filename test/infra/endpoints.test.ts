import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { readable } from './readable.ts';
import { everythingConfigured, northWind, providers, synthesize } from './synthesize.ts';

const template = synthesize();
const routeKeys = providers.map(({ label: id }) => `ANY /${id}/{token}`);

describe('the API', () => {
  const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
  const format: Record<string, string> = JSON.parse(stage?.Properties.AccessLogSettings.Format);

  it('has a route for each provider, and one for everything else', () => {
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route'));
    expect(routes.map(({ Properties }) => Properties.RouteKey).sort()).toEqual(
      [...routeKeys, '$default'].sort(),
    );
  });

  it('reaches each provider’s own function, in the event format of function URLs', () => {
    const integrations = Object.entries(template.findResources('AWS::ApiGatewayV2::Integration'));
    const reached = integrations.map(([id, { Properties }]) => [
      id.replace(/^CallbackApiRoute|Integration[0-9A-F]{8}$/g, ''),
      readable(Properties.IntegrationUri),
      Properties.PayloadFormatVersion,
    ]);
    expect(reached.sort()).toEqual([
      ['Default', 'AcmeCallbackFunction', '2.0'],
      ['acme', 'AcmeCallbackFunction', '2.0'],
      ['northwind', 'NorthWindCallbackFunction', '2.0'],
    ]);
  });

  it('logs the route key, and no field that could contain the token', () => {
    expect(format.routeKey).toBe('$context.routeKey');
    const withToken =
      /\$context\.(path|extendedRequestId|authorizer|domain)|customDomain|requestOverride/;
    for (const field of Object.values(format)) expect(field).not.toMatch(withToken);
  });

  it('logs under the prefix that needs no policy entry for each log group, with the name of the stack', () => {
    const accessLog = readable(stage?.Properties.AccessLogSettings.DestinationArn);
    expect(accessLog).toMatch(/:log-group:CallbackApiAccessLog$/);
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/vendedlogs/apis/tributary-prod',
    });
  });

  it('has the name of the stack', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { Name: 'tributary-prod' });
  });

  it('limits each provider’s route as configured, and everything else far below', () => {
    expect(stage?.Properties.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: 1000,
      ThrottlingBurstLimit: 1000,
    });
    expect(stage?.Properties.RouteSettings).toEqual({
      $default: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 },
    });
    synthesize({ throttling: { rateLimit: 50, burstLimit: 70 } }).hasResourceProperties(
      'AWS::ApiGatewayV2::Stage',
      { DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 70 } },
    );
  });

  it('has the same settings when a provider is turned off, which no update of a stage removes', () => {
    const [withoutAcme] = Object.values(
      synthesize({ providers: [northWind()] }).findResources('AWS::ApiGatewayV2::Stage'),
    );
    expect(withoutAcme?.Properties.RouteSettings).toEqual(stage?.Properties.RouteSettings);
  });

  it('creates its stage after the route that the stage’s settings name', () => {
    const named = Object.keys(stage?.Properties.RouteSettings);
    const routes = Object.entries(template.findResources('AWS::ApiGatewayV2::Route'));
    const needed = routes.filter(([, { Properties }]) => named.includes(Properties.RouteKey));
    expect(needed).toHaveLength(named.length);
    expect(stage?.DependsOn).toEqual(expect.arrayContaining(needed.map(([id]) => id)));
  });

  it('responds under the owner’s domain if one is configured', () => {
    const configured = synthesize(everythingConfigured);
    configured.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'callbacks.shop.example',
    });
    const [mapping] = Object.values(configured.findResources('AWS::ApiGatewayV2::ApiMapping'));
    const { ApiId, DomainName, Stage } = mapping?.Properties ?? {};
    // The mapping refers to the stage, so that it is created after it.
    expect([ApiId, DomainName, Stage].map(readable)).toEqual([
      'CallbackApi',
      'CallbackApiDomain',
      'CallbackApiStage',
    ]);
    configured.hasOutput('AcmeApiUrl', { Value: 'https://callbacks.shop.example/acme' });
  });
});

describe('a function URL', () => {
  it('exists for each provider, open to callers that cannot sign', () => {
    const urls = Object.values(template.findResources('AWS::Lambda::Url'));
    expect(urls.map(({ Properties }) => readable(Properties.TargetFunctionArn))).toEqual([
      'AcmeCallbackFunction',
      'NorthWindCallbackFunction',
    ]);
    expect(urls.map(({ Properties }) => Properties.AuthType)).toEqual(['NONE', 'NONE']);
  });

  it('has both permissions that Lambda requires since October 2025', () => {
    const publicPermissions = Object.values(template.findResources('AWS::Lambda::Permission'))
      .filter(({ Properties }) => Properties.Principal === '*')
      .map(({ Properties: { FunctionName, Principal, ...rest } }) => ({
        function: readable(FunctionName),
        ...rest,
      }));
    expect(publicPermissions).toEqual(
      ['AcmeCallbackFunction', 'NorthWindCallbackFunction'].flatMap((name) => [
        { function: name, Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' },
        { function: name, Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true },
      ]),
    );
  });
});

describe('an endpoint that is off', () => {
  it('leaves no resource of the API', () => {
    const withoutApi = synthesize({ endpoints: { httpApi: false } });
    expect(JSON.stringify(withoutApi.toJSON())).not.toMatch(/ApiGateway|apigateway|ApiUrl/);
    withoutApi.resourceCountIs('AWS::Lambda::Url', 2);
  });

  it('leaves no resource of the function URLs', () => {
    const withoutUrls = synthesize({ endpoints: { functionUrl: false } });
    withoutUrls.resourceCountIs('AWS::Lambda::Url', 0);
    expect(JSON.stringify(withoutUrls.toJSON())).not.toContain('FunctionUrl');
    const permissions = JSON.stringify(withoutUrls.findResources('AWS::Lambda::Permission'));
    expect(permissions).not.toContain('"Principal":"*"');
    withoutUrls.resourceCountIs('AWS::ApiGatewayV2::Route', 3);
  });
});

it('no function reserves concurrency unless the owner wants it, because it reduces that of the rest', () => {
  const reserved = (of: Template) =>
    Object.fromEntries(
      Object.entries(of.findResources('AWS::Lambda::Function')).map(([id, { Properties }]) => [
        id.replace(/Function[0-9A-F]{8}$/, ''),
        Properties.ReservedConcurrentExecutions,
      ]),
    );
  expect(new Set(Object.values(reserved(template)))).toEqual(new Set([undefined]));
  expect(reserved(synthesize(everythingConfigured))).toEqual({
    AcmeCallback: 40,
    NorthWindCallback: 20,
    PublisherPublish: 5,
    MediaMirror: 10,
  });
});

it('a provider that is off leaves no route, function, secret or output', () => {
  const withoutAcme = JSON.stringify(synthesize({ providers: [northWind()] }).toJSON());
  expect(withoutAcme).not.toMatch(/acme/i);
  expect(withoutAcme).toContain('/north-wind/{token}');
});
