import { describe, expect, it } from 'vitest';
import { toRegistrySchemas, toTypeName } from '../../../shared/contract/eventbridge-schema.ts';
import { eventDefinitions } from '../../../shared/contract/index.ts';
import { delivered, goldenEvent } from '../../support/golden-events.ts';

const schemas = toRegistrySchemas().map(({ name, description, content }) => ({
  name,
  description,
  schema: JSON.parse(content),
}));

describe('toRegistrySchemas', () => {
  it('makes one schema of each event, named after its type and version', () => {
    const definitions = Object.values(eventDefinitions);
    expect(schemas.map(({ name, description }) => [name, description])).toEqual(
      definitions.map(({ type, version, means }) => [`${type}.v${version}`, means]).toSorted(),
    );
  });

  it.each(schemas)('writes $name in Draft 4, without newer keywords', ({ schema }) => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-04/schema#');
    const newer = /"(const|contains|propertyNames|if|then|else|\$defs|prefixItems|examples)":/;
    expect(JSON.stringify(schema)).not.toMatch(newer);
  });

  it('describes the event as EventBridge delivers it', () => {
    const { schema } = schemas.find(({ name }) => name === 'message.received.v1') ?? {};
    const event = delivered(goldenEvent('message.received'));
    expect(schema.title).toBe('MessageReceived');
    expect(schema['x-amazon-events-detail-type']).toBe('message.received');
    expect(Object.keys(schema.properties).toSorted()).toEqual(Object.keys(event).toSorted());
    expect(schema.required.toSorted()).toEqual(Object.keys(event).toSorted());
    expect(schema.properties['detail-type'].enum).toEqual(['message.received']);
    expect(event.source).toMatch(new RegExp(schema.properties.source.pattern));
  });

  it('refers to a closed schema of the detail', () => {
    const { schema } = schemas.find(({ name }) => name === 'media.stored.v1') ?? {};
    expect(schema.properties.detail.$ref).toBe('#/definitions/MediaStoredDetail');
    const detail = schema.definitions.MediaStoredDetail;
    expect(detail.required.toSorted()).toEqual(['data', 'metadata']);
    expect(detail.additionalProperties).toBe(false);
    expect(detail.properties.metadata.properties.type.enum).toEqual(['media.stored']);
  });
});

describe('toTypeName', () => {
  it.each([
    ['message.received', 'MessageReceived'],
    ['message.status.updated', 'MessageStatusUpdated'],
  ])('turns %s into %s', (type, name) => {
    expect(toTypeName(type)).toBe(name);
  });
});
