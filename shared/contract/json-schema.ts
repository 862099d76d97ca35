import * as z from 'zod/mini';
import type { eventDefinitions } from './index.ts';

/** The definition of one event, as `eventDefinitions` holds it. */
export type EventDefinition = (typeof eventDefinitions)[keyof typeof eventDefinitions];

/** The name of an event's schema, with the version of its shape: `message.received.v1`. */
export function toSchemaName({ type, version }: EventDefinition): string {
  return `${type}.v${version}`;
}

/** The JSON Schema (draft 2020-12) of an event's `detail`, as a document of its own. */
export function toDetailSchema({ type, means, detail }: EventDefinition): object {
  return {
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
