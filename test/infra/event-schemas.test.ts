import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventDefinitions } from '../../shared/contract/index.ts';
import { readable } from './readable.ts';
import { synthesize } from './synthesize.ts';

const template = synthesize();
const schemas = Object.values(template.findResources('AWS::EventSchemas::Schema')).map(
  ({ Properties }) => Properties,
);

test('every event has a schema by its type and version, in a registry named as the stack', () => {
  template.hasResourceProperties('AWS::EventSchemas::Registry', { RegistryName: 'tributary-prod' });
  const names = schemas.map(({ SchemaName }) => SchemaName);
  for (const { type, version } of Object.values(eventDefinitions)) {
    expect(names).toContain(`${type}.v${version}`);
  }
  expect(new Set(schemas.map(({ RegistryName }) => readable(RegistryName)))).toEqual(
    new Set(['EventSchemasRegistry.RegistryName']),
  );
});

test('a schema is the generated file, whole', () => {
  const folder = new URL('../../docs/schemas/eventbridge/', import.meta.url);
  const files = readdirSync(folder).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
  ]);
  expect(Object.fromEntries(schemas.map((it) => [it.SchemaName, JSON.parse(it.Content)]))).toEqual(
    Object.fromEntries(files),
  );
});

test('the registry takes every one of them', () => {
  for (const { Type, Content, Description } of schemas) {
    expect(Type).toBe('JSONSchemaDraft4');
    expect(Content.length).toBeLessThanOrEqual(100_000);
    expect(Description.length).toBeLessThanOrEqual(256);
    expect(JSON.parse(Content).$schema).toBe('http://json-schema.org/draft-04/schema#');
  }
});

test('schemas are in Draft 4: no words that are younger', () => {
  const younger = /"(const|contains|propertyNames|if|then|else|\$defs|prefixItems|examples)":/;
  for (const { Content } of schemas) expect(Content).not.toMatch(younger);
});

test('an owner in a region without the registry can leave it out', () => {
  const without = synthesize({ schemaRegistry: false });
  without.resourceCountIs('AWS::EventSchemas::Registry', 0);
  without.resourceCountIs('AWS::EventSchemas::Schema', 0);
});
