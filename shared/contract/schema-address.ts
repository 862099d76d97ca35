import type { EventType } from './versions.ts';

/** The name of the package, whose folder `schemas` has a file for each version of an event. */
const schemasOfPackage = 'npm:tributary-gateway/schemas/';

/** What names the schema of an event: two fields of its `metadata`. */
export interface SchemaName {
  /** The `detail-type`. */
  readonly type: EventType | (string & {});
  readonly version: number;
}

/** The name of an event's schema, with the version of its shape: `message.received.v1`. */
export function toSchemaName({ type, version }: SchemaName): string {
  return `${type}.v${version}`;
}

/**
 * The address of the JSON Schema of an event's `detail`, which is the `$id` of that schema:
 * `npm:tributary-gateway/schemas/message.received.v1.json`. Without `npm:` it is what Node.js imports from the
 * package. An address is never used again for another shape (`docs/adr/0020-what-may-change-in-an-event.md`).
 */
export function toSchemaAddress(name: SchemaName): string {
  return `${schemasOfPackage}${toSchemaName(name)}.json`;
}
