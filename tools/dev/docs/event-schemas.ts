import * as z from 'zod/mini';
import { eventDefinitions } from '../../../shared/contract/index.ts';
import { toJsonSchema } from './schema-rows.ts';

type Files = Readonly<Record<string, string>>;
type Definition = (typeof eventDefinitions)[keyof typeof eventDefinitions];

/** The JSON Schema (draft 2020-12) of each event's `detail`: `docs/schemas/<type>.v<version>.json`. */
export function toDetailSchemaFiles(): Files {
  return toFiles('docs/schemas', ({ type, means, detail }) => ({
    title: type,
    description: means,
    ...toJsonSchema(detail),
  }));
}

/**
 * What goes into the EventBridge schema registry: the whole event, in JSON Schema Draft 4, in the
 * form in which the registry itself exports schemas. Code bindings name the type after `title`.
 */
export function toRegistrySchemaFiles(): Files {
  return toFiles('docs/schemas/eventbridge', (definition) => {
    const { type, means } = definition;
    const name = toTypeName(type);
    return {
      $schema: 'http://json-schema.org/draft-04/schema#',
      title: name,
      description: means,
      ...toEnvelope(type, { $ref: `#/definitions/${name}Detail` }),
      'x-amazon-events-detail-type': type,
      definitions: { [`${name}Detail`]: toDraft(definition, 'draft-04') },
    };
  });
}

/** An event as EventBridge delivers it, with this schema for its `detail`. */
export function toEnvelope(type: string, detail: object): object {
  const string = { type: 'string' };
  return {
    type: 'object',
    properties: {
      version: string,
      id: string,
      'detail-type': { type: 'string', enum: [type] },
      source: { type: 'string', pattern: '^tributary\\.', description: 'tributary.<provider>' },
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

/** The schema of an event's `detail` in another draft, to be put into a document. */
export function toDraft({ detail }: Definition, target: 'draft-04' | 'draft-07'): object {
  const { $schema, ...schema } = z.toJSONSchema(detail, { target, unrepresentable: 'throw' });
  return schema;
}

/** `message.status.updated` → `MessageStatusUpdated`. */
export function toTypeName(type: string): string {
  return type.replace(/(?:^|\.)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function toFiles(folder: string, toSchema: (definition: Definition) => object): Files {
  return Object.fromEntries(
    Object.values(eventDefinitions).map((definition) => [
      `${folder}/${definition.type}.v${definition.version}.json`,
      `${JSON.stringify(toSchema(definition), null, 2)}\n`,
    ]),
  );
}
