import * as z from 'zod/mini';
import type { eventDefinitions } from './index.ts';
import { toSchemaAddress } from './schema-address.ts';

/** The definition of one event, as `eventDefinitions` holds it. */
export type EventDefinition = (typeof eventDefinitions)[keyof typeof eventDefinitions];

/** The JSON Schema (draft 2020-12) of an event's `detail`, as a document of its own with its address. */
export function toDetailSchema(definition: EventDefinition): object {
  const { type, means, detail } = definition;
  return {
    $id: toSchemaAddress(definition),
    title: type,
    description: means,
    ...z.toJSONSchema(detail, { unrepresentable: 'throw' }),
  };
}

/** The JSON Schema of an event's `detail` in an older draft, to embed in another document. */
export function toEmbeddedDetailSchema(
  { detail }: EventDefinition,
  target: 'draft-04' | 'draft-07',
): object {
  const { $schema, ...schema } = z.toJSONSchema(detail, { target, unrepresentable: 'throw' });
  return schema;
}
