import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { isJsonObject, type JsonValue, parseJson } from '../../shared/json.ts';
import {
  cloudApiContact,
  cloudApiMessage,
  cloudApiMetadata,
  cloudApiStatus,
} from '../../shared/whatsapp/schema.ts';
import { readFixtures } from '../../tools/dev/fixtures.ts';
import { isList } from './json-places.ts';
import { fieldsOf, type SchemaFields } from './schema-example.ts';

/** What a test knows of the callbacks of a provider without knowing the provider. */
export interface ProviderMaterial {
  /** Its fixtures, those of a provider event together; the invalid ones are a provider event of their own. */
  readonly providerEvents: readonly (readonly JsonValue[])[];
  /** Everything that stands in its fixtures, at any depth, once. */
  readonly values: readonly JsonValue[];
  /** Those of the values that hold no others. */
  readonly scalars: readonly JsonValue[];
  /** The objects that its inbound schemas read, and those of the Cloud API. */
  readonly objects: readonly SchemaFields[];
}

const cloudApi = [cloudApiContact, cloudApiMessage, cloudApiMetadata, cloudApiStatus];

/** Reads the fixtures of a registered provider, and what its `schema.ts` or `schema/` exports. */
export async function readMaterial(id: string): Promise<ProviderMaterial> {
  const byProviderEvent = Map.groupBy(readFixtures(id), ({ name }) => name.split('.')[0]);
  const providerEvents = [...byProviderEvent.values()].map((fixtures) =>
    fixtures.map(({ payload }) => parseJson(payload)),
  );
  const all = providerEvents.flat().flatMap(valuesIn);
  const values = [...new Map(all.map((value) => [JSON.stringify(value), value])).values()];
  const scalars = values.filter((value) => typeof value !== 'object');
  const objects = [...cloudApi, ...(await importSchemas(id))]
    .filter((exported) => exported instanceof z.core.$ZodType)
    .map(fieldsOf)
    .filter((fields) => fields !== undefined);
  return { providerEvents, values, scalars, objects };
}

/** What it exports beside schemas is there too. */
async function importSchemas(id: string): Promise<readonly unknown[]> {
  const folder = fileURLToPath(new URL(`../../functions/providers/${id}/`, import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const schemas = files.filter((file) => /^schema(\/.*)?\.ts$/.test(file));
  const modules = await Promise.all(schemas.map((file) => import(`${folder}${file}`)));
  return modules.flatMap((module: object) => Object.values(module));
}

function valuesIn(value: JsonValue): readonly JsonValue[] {
  if (isList(value)) return [value, ...value.flatMap(valuesIn)];
  return isJsonObject(value) ? [value, ...Object.values(value).flatMap(valuesIn)] : [value];
}
