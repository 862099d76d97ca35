import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { type GenericProviderProps, generic } from '../../lib/providers/generic.ts';
import { createGenericProvider } from '../../shared/provider/generic-provider.ts';
import { environmentKeys } from '../../shared/runtime/environment.ts';
import { readGateways } from '../../shared/runtime/gateway-description.ts';
import { readCallbackOutputs } from '../../shared/runtime/stack-outputs.ts';
import { readFunctionSettings } from '../../tools/operator/gateway/function-settings.ts';
import { buildStack, inventedProvider, providers, synthesize } from './synthesize.ts';

const settings: Omit<GenericProviderProps, 'id'> = {
  name: 'Shop',
  idempotency: { pointer: '/event/id' },
  signature: { header: 'X-Shop-Signature', prefix: 'sha256=' },
  response: { status: 204 },
};
const props = { providers: [...providers, generic({ id: 'shop', ...settings })] };

/** Logical ids of the resources of a type that belong to a provider. */
function idsOf(template: Template, type: string): readonly string[] {
  return Object.keys(template.findResources(type)).filter((id) => id.startsWith('Shop'));
}

describe('a generic provider', () => {
  const template = synthesize(props);

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
    const read = readFunctionSettings(template.toJSON(), ['shop']).get('shop')?.generic;
    expect(read).toEqual({
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
    expect(read && createGenericProvider(read).manifest.success.status).toBe(204);
  });

  it('keeps function, secret and URL when an adapter is registered under its id', () => {
    const adapter = inventedProvider({ id: 'shop', name: 'Shop' });
    const later = synthesize({ providers: [...providers, adapter] });
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

  it.each([
    ['an id that an adapter has', 'incs', 'Tributary has an adapter for it'],
    ['the id of another provider of the gateway', 'acme', 'names acme twice'],
    ['the id of another function', 'publisher', 'not be one of publisher'],
    ['an id that cannot be in a URL', 'Shop!', 'lower-case letters'],
  ])('with %s, %s, is refused', (_what, id, message) => {
    const build = () => buildStack({ providers: [...providers, generic({ id })] });
    expect(build).toThrow(message);
  });

  it.each<[string, object, string]>([
    ['idempotency', { pointer: 'id' }, 'JSON Pointer'],
    ['idempotency', { header: 'x', pointer: '/id' }, 'header'],
    ['signature', { header: 'x', algorithm: 'md5' }, 'hmac-sha256'],
    ['signature', { header: 'x', policy: 'maybe' }, '"required" or "optional"'],
    ['response', { status: 500 }, 'status'],
    ['response', { status: 204, body: 'x' }, 'status'],
    ['adapter', {}, 'has no "adapter"'],
  ])('cannot have another %s: %j', (name, value, message) => {
    const build = () => buildStack({ providers: [generic({ id: 'shop', [name]: value })] });
    expect(build).toThrow(message);
  });
});
