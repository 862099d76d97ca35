import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { GatewaySettings } from '../props/parse-props.ts';
import type { EnabledProvider } from '../props/provider-settings.ts';

/** A provider and the function that responds to its callbacks. */
export interface CallbackRoute {
  readonly provider: EnabledProvider;
  readonly function: lambda.IFunction;
}

/** Properties of {@link CallbackApi}. */
export interface CallbackApiProps {
  readonly apiName: string;
  readonly settings: Pick<GatewaySettings, 'retention' | 'throttling'>;
  /** The owner's domain. @default the name that AWS gives */
  readonly customDomain?:
    | { readonly domainName: string; readonly certificate: acm.ICertificate }
    | undefined;
  /** Of the access log. @default a key of AWS */
  readonly logsEncryptionKey?: kms.IKey | undefined;
  /** One for each provider. */
  readonly routes: readonly CallbackRoute[];
  /** Responds to requests that match no route. */
  readonly fallback: lambda.IFunction;
}

/**
 * The fields of the access log. The path is not among them, because it ends in the token, nor is
 * anything else whose content the caller chooses. Nor is the text of an integration's error: API
 * Gateway does not escape it, and with a quotation mark in it the line would not be JSON, and no metric
 * would count it. The text is in the log of the function.
 */
const accessLogFields = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  httpMethod: '$context.httpMethod',
  status: '$context.status',
  sourceIp: '$context.identity.sourceIp',
  responseLatencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  integrationStatus: '$context.integration.status',
  errorType: '$context.error.responseType',
};

/** A request for any other path is a mistake or a scan; neither needs more than this per second. */
const strayThrottle = { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 };

/**
 * The HTTP API in front of the callback functions: `ANY /<provider>/{token}` for each provider, and
 * `$default`, so that a mistyped callback URL shows in the logs and gets the gateway's response
 * instead of AWS's.
 */
export class CallbackApi extends Construct {
  /** The owner's domain. Its DNS record must point to the regional name of this resource. */
  readonly domain: apigateway.DomainName | undefined;
  readonly apiId: string;
  readonly stageName = '$default';
  readonly accessLog: logs.LogGroup;
  private readonly baseUrl: string;

  constructor(scope: Construct, id: string, props: CallbackApiProps) {
    super(scope, id);
    const { apiName } = props;
    const api = new apigateway.HttpApi(this, 'Api', {
      apiName,
      description: 'Callbacks of the messaging providers',
      createDefaultStage: false,
    });
    const addRoute = (name: string, routeKey: apigateway.HttpRouteKey, handler: lambda.IFunction) =>
      new apigateway.HttpRoute(this, `Route-${name}`, {
        httpApi: api,
        routeKey,
        integration: new HttpLambdaIntegration('Integration', handler),
      });
    for (const { provider, function: handler } of props.routes) {
      const path = `/${provider.id}/{token}`;
      addRoute(provider.id, apigateway.HttpRouteKey.with(path, apigateway.HttpMethod.ANY), handler);
    }
    const fallback = addRoute('Default', apigateway.HttpRouteKey.DEFAULT, props.fallback);
    this.apiId = api.apiId;
    this.accessLog = new logs.LogGroup(this, 'AccessLog', {
      // For any other name AWS adds the log group to one resource policy of the account. Once that
      // policy is full, no further API can be deployed. This prefix has a single entry.
      logGroupName: `/aws/vendedlogs/apis/${apiName}`,
      retention: props.settings.retention.logsDays,
      ...(props.logsEncryptionKey && { encryptionKey: props.logsEncryptionKey }),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new apigateway.CfnStage(this, 'Stage', {
      apiId: api.apiId,
      stageName: this.stageName,
      autoDeploy: true,
      accessLogSettings: {
        destinationArn: Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: this.accessLog.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)).toString(),
      },
      defaultRouteSettings: {
        throttlingRateLimit: props.settings.throttling.rateLimit,
        throttlingBurstLimit: props.settings.throttling.burstLimit,
      },
      // Only the route that every gateway has. An update of a stage leaves the settings of a route in
      // place when the template no longer names it, and fails once that route is gone (SAM issue 1939,
      // read 2026-11-28): a provider that is turned off would break every later deployment.
      routeSettings: { [apigateway.HttpRouteKey.DEFAULT.key]: strayThrottle },
    });
    // The settings name a route, which must exist first.
    stage.node.addDependency(fallback);
    this.baseUrl = api.apiEndpoint;
    if (props.customDomain) {
      this.baseUrl = `https://${props.customDomain.domainName}`;
      this.domain = this.addDomain(props.customDomain, stage);
    }
  }

  /** Base of the provider's callback URL, without the token and without a slash at the end. */
  urlOf(provider: EnabledProvider): string {
    return `${this.baseUrl}/${provider.id}`;
  }

  private addDomain(
    { domainName, certificate }: NonNullable<CallbackApiProps['customDomain']>,
    stage: apigateway.CfnStage,
  ): apigateway.DomainName {
    const domain = new apigateway.DomainName(this, 'Domain', { domainName, certificate });
    new apigateway.CfnApiMapping(this, 'Mapping', {
      apiId: stage.apiId,
      domainName: domain.name,
      stage: stage.ref,
    });
    return domain;
  }
}
