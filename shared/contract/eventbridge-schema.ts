import { sourcePrefix, toSource } from './event-kinds.ts';
import { eventDefinitions } from './index.ts';
import { type EventDefinition, toEmbeddedDetailSchema } from './json-schema.ts';
import { toSchemaName } from './schema-address.ts';

/** As a regular expression. */
const sourcePattern = `^${sourcePrefix.replaceAll('.', '\\.')}`;

/** One schema of an EventBridge schema registry. */
export interface RegistrySchema {
  /** `message.received.v1`. */
  readonly name: string;
  readonly description: string;
  /** The schema as JSON text. */
  readonly content: string;
}

/** The schemas of all events for an EventBridge schema registry, ordered by name. */
export function toRegistrySchemas(): readonly RegistrySchema[] {
  return Object.values(eventDefinitions)
    .map((definition) => ({
      name: toSchemaName(definition),
      description: definition.means,
      content: JSON.stringify(toRegistrySchema(definition)),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The schema of a whole event in JSON Schema Draft 4, in the form in which the registry itself
 * exports schemas. Code bindings name the type after `title`.
 */
function toRegistrySchema(definition: EventDefinition): object {
  const { type, means } = definition;
  const name = toTypeName(type);
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: name,
    description: means,
    ...toEnvelopeSchema(type, { $ref: `#/definitions/${name}Detail` }),
    'x-amazon-events-detail-type': type,
    definitions: { [`${name}Detail`]: toEmbeddedDetailSchema(definition, 'draft-04') },
  };
}

/** The schema of an event as EventBridge delivers it, with this schema for its `detail`. */
export function toEnvelopeSchema(type: string, detail: object): object {
  const string = { type: 'string' };
  return {
    type: 'object',
    properties: {
      version: string,
      id: string,
      'detail-type': { type: 'string', enum: [type] },
      source: { type: 'string', pattern: sourcePattern, description: toSource('<provider>') },
      account: string,
      time: { type: 'string', format: 'date-time' },
      region: string,
      resources: { type: 'array', items: string },
      detail,
    },
    required: [
      'version',
      'id',
      'detail-type',
      'source',
      'account',
      'time',
      'region',
      'resources',
      'detail',
    ],
  };
}

/** `message.status.updated` → `MessageStatusUpdated`. */
export function toTypeName(type: string): string {
  return type.replace(/(?:^|\.)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
