import { eventDefinitions } from '../../../shared/contract/index.ts';
import { toDetailSchema } from '../../../shared/contract/json-schema.ts';
import { toSchemaName } from '../../../shared/contract/schema-address.ts';

/**
 * The JSON Schema files of all events, text by file name (`message.received.v1.json`): in the
 * repository below `docs/schemas`, in the built package below `schemas`.
 */
export function toSchemaFiles(): ReadonlyMap<string, string> {
  return new Map(
    Object.values(eventDefinitions).map((definition) => [
      `${toSchemaName(definition)}.json`,
      `${JSON.stringify(toDetailSchema(definition), null, 2)}\n`,
    ]),
  );
}
