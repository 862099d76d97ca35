import { expect, it } from 'vitest';
import { toRegistrySchemas } from '../../shared/contract/eventbridge-schema.ts';
import { readable } from './readable.ts';
import { synthesize } from './synthesize.ts';

const template = synthesize();
const schemas = Object.values(template.findResources('AWS::EventSchemas::Schema')).map(
  ({ Properties }) => Properties,
);

it('every schema of the contract is in a registry named after the stack', () => {
  template.hasResourceProperties('AWS::EventSchemas::Registry', { RegistryName: 'tributary-prod' });
  expect(Object.fromEntries(schemas.map((it) => [it.SchemaName, it.Content]))).toEqual(
    Object.fromEntries(toRegistrySchemas().map(({ name, content }) => [name, content])),
  );
  expect(new Set(schemas.map(({ RegistryName }) => readable(RegistryName)))).toEqual(
    new Set(['EventSchemasRegistry.RegistryName']),
  );
});

it('every schema is within the limits of the registry', () => {
  for (const { Type, Content, Description } of schemas) {
    expect(Type).toBe('JSONSchemaDraft4');
    expect(Content.length).toBeLessThanOrEqual(100_000);
    expect(Description.length).toBeLessThanOrEqual(256);
  }
});

it('a configuration for a region without the registry leaves it out', () => {
  const without = synthesize({ schemaRegistry: false });
  without.resourceCountIs('AWS::EventSchemas::Registry', 0);
  without.resourceCountIs('AWS::EventSchemas::Schema', 0);
});
