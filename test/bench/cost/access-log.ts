import { logEventOverheadBytes } from './prices.ts';
import { type Resource, resourcesOf } from './template.ts';

/**
 * Sample values for the variables of the access log of an accepted callback, each as long as AWS
 * documents it or as it usually is (API Gateway developer guide, "Customize HTTP API access logs",
 * read 2026-11-21). A variable without a value is written as `-`.
 */
const values: Readonly<Record<string, string>> = {
  'context.requestId': 'JKJaXmPLvHcESHA=',
  'context.requestTime': '02/Jan/2026:03:04:05 +0000',
  'context.routeKey': 'ANY /innopaas/{token}',
  'context.httpMethod': 'POST',
  'context.status': '200',
  'context.identity.sourceIp': '203.0.113.200',
  'context.responseLatency': '100',
  'context.integrationLatency': '100',
  'context.integration.status': '200',
  'context.error.responseType': '-',
};

/**
 * Bytes that CloudWatch charges for the line that the HTTP API logs for one callback.
 *
 * @throws {RangeError} when there is no access log, or it has a variable without a sample value
 */
export function accessLogBytes(resources: readonly Resource[]): number {
  const [stage] = resourcesOf(resources, 'AWS::ApiGatewayV2::Stage');
  const format = stage?.Properties?.AccessLogSettings?.Format;
  if (format === undefined) throw new RangeError('no stage has an access log');
  const line = format.replaceAll(/\$([a-zA-Z.]+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new RangeError(`the access log has ${name}, which has no sample value`);
    return value;
  });
  return Buffer.byteLength(line) + logEventOverheadBytes;
}
