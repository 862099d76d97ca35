import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { type GatewayConfigInput, parseGatewayConfig } from '../../lib/config.ts';
import { featureFlags } from '../../lib/feature-flags.ts';
import { GatewayStack } from '../../lib/gateway-stack.ts';
import { createGenericProvider } from '../../shared/provider/generic-provider.ts';
import { environmentKeys } from '../../shared/runtime/environment.ts';
import { readGateways } from '../../shared/runtime/gateway-description.ts';
import { readCallbackOutputs } from '../../shared/runtime/stack-outputs.ts';
import { readFunctionSettings } from '../../tools/operator/gateway/function-settings.ts';
import { buildStack, providers, synthesize } from './synthesize.ts';

const settings = {
  name: 'Shop',
  idempotency: { pointer: '/event/id' },
  signature: { header: 'X-Shop-Signature', prefix: 'sha256=' },
  response: { status: 204 as const },
};
const config: GatewayConfigInput = { providers: { shop: { generic: settings } } };

/** Logical ids of the resources of a type that belong to a provider. */
function idsOf(template: Template, type: string): readonly string[] {
  return Object.keys(template.findResources(type)).filter((id) => id.startsWith('Shop'));
}

describe('a generic provider', () => {
  const template = synthesize(config);

  it('has a function, a secret, URLs and alarms like every provider', () => {
    for (const type of [
      'AWS::Lambda::Function',
      'AWS::SecretsManager::Secret',
      'AWS::Lambda::Url',
    ]) {
      expect(idsOf(template, type), type).toHaveLength(1);
    }
    const outputs = Object.fromEntries(
      Object.entries(template.findOutputs('*')).map(([name, { Value }]) => [
        name,
        typeof Value === 'string' ? Value : name,
      ]),
    );
    expect(readGateways(outputs)[0]?.providers).toEqual(['acme', 'north-wind', 'shop']);
    expect(readCallbackOutputs(outputs, ['shop']).size).toBe(1);
    expect(JSON.stringify(template.findResources('AWS::CloudWatch::Alarm'))).toContain('of Shop');
  });

  it('gets its settings into the function, where the CLI reads them too', () => {
    const generic = readFunctionSettings(template.toJSON(), ['shop']).get('shop')?.generic;
    expect(generic).toEqual({
      ...settings,
      id: 'shop',
      signature: {
        header: 'x-shop-signature',
        algorithm: 'hmac-sha256',
        encoding: 'hex',
        prefix: 'sha256=',
      },
      response: { status: 204, body: '' },
    });
    expect(generic && createGenericProvider(generic).manifest.success.status).toBe(204);
  });

  it('keeps function, secret and URL when an adapter is registered under its id', () => {
    const stack = new GatewayStack(new App({ context: featureFlags }), 'tributary-prod', {
      config: parseGatewayConfig({}),
      providers: [...providers, { id: 'shop', name: 'Shop' }],
      code: (name) => lambda.Code.fromInline(`// ${name}`),
    });
    const later = Template.fromStack(stack);
    for (const type of [
      'AWS::Lambda::Function',
      'AWS::SecretsManager::Secret',
      'AWS::Lambda::Url',
      'AWS::Logs::LogGroup',
      'AWS::IAM::Role',
    ]) {
      expect(idsOf(later, type), type).toEqual(idsOf(template, type));
    }
    const variables = JSON.stringify(later.findResources('AWS::Lambda::Function'));
    expect(variables).not.toContain(environmentKeys.genericProvider);
  });

  it('leaves the other providers as they are', () => {
    expect(JSON.stringify(synthesize().toJSON())).not.toContain('Shop');
  });

  it.each<[string, GatewayConfigInput['providers'], string]>([
    ['an id that an adapter has', { acme: { generic: {} } }, 'remove providers.acme.generic'],
    ['an id that differs by a hyphen only', { 'a-cme': { generic: {} } }, ''],
    ['the id of another function', { publisher: { generic: {} } }, 'not be one of publisher'],
    ['an id that cannot be in a URL', { 'Shop!': { generic: {} } }, 'lower-case letters'],
  ])('cannot have %s', (_what, named, message) => {
    const build = () => buildStack({ providers: named });
    if (message === '') expect(build).not.toThrow();
    else expect(build).toThrow(message);
  });

  it.each<[string, object, string]>([
    ['idempotency', { pointer: 'id' }, 'JSON Pointer'],
    ['idempotency', { header: 'x', pointer: '/id' }, 'header'],
    ['signature', { header: 'x', algorithm: 'md5' }, 'algorithm'],
    ['response', { status: 500 }, 'status'],
    ['response', { status: 204, body: 'x' }, 'status'],
    ['adapter', {}, 'adapter'],
  ])('cannot have another %s: %j', (name, value, message) => {
    const parse = () => parseGatewayConfig({ providers: { shop: { generic: { [name]: value } } } });
    expect(parse).toThrow(message);
  });
});
