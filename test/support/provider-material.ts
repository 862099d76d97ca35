import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as conversationSchemas from '../../shared/cloud-api/conversation-schemas.ts';
import * as cloudApiSchemas from '../../shared/cloud-api/schema.ts';
import { isJsonArray, isJsonObject, type JsonValue, parseJson } from '../../shared/json.ts';
import type { InboundSchema, InboundShape } from '../../shared/provider/inbound.ts';
import type { Manifest } from '../../shared/provider/manifest.ts';
import { rcsObject } from '../../shared/rcs/schema.ts';
import {
  cloudApiContact,
  cloudApiMessage,
  cloudApiMetadata,
  cloudApiStatus,
} from '../../shared/whatsapp/schema.ts';
import { providerEventOf, readFixtures } from '../../tools/dev/fixtures.ts';

/** What a test can know of a provider's callbacks without knowing the provider. */
export interface ProviderMaterial {
  /** Its fixtures, grouped by provider event; the invalid ones are a group of their own. */
  readonly providerEvents: readonly (readonly JsonValue[])[];
  /** Every value in its fixtures, at any depth, once. */
  readonly values: readonly JsonValue[];
  /** The values that hold no other values. */
  readonly scalars: readonly JsonValue[];
  /** The objects of its inbound schemas, and those that several providers pass on. */
  readonly objects: readonly InboundShape[];
}

const passedOn: readonly unknown[] = [
  cloudApiContact,
  cloudApiMessage,
  cloudApiMetadata,
  cloudApiStatus,
  ...Object.values(cloudApiSchemas),
  ...Object.values(conversationSchemas),
  rcsObject,
];

/** Reads the fixtures of a registered provider, and what its `schema.ts` or `schema/` exports. */
export async function readMaterial(manifest: Manifest): Promise<ProviderMaterial> {
  const { id } = manifest;
  const byProviderEvent = Map.groupBy(readFixtures(id), ({ name }) =>
    providerEventOf(manifest, name),
  );
  const providerEvents = [...byProviderEvent.values()].map((fixtures) =>
    fixtures.map(({ payload }) => parseJson(payload)),
  );
  const all = providerEvents.flat().flatMap(valuesIn);
  const values = [...new Map(all.map((value) => [JSON.stringify(value), value])).values()];
  const scalars = values.filter((value) => typeof value !== 'object');
  const objects = [...passedOn, ...(await importSchemas(id))]
    .filter(isSchema)
    .map(({ fields }) => fields)
    .filter((fields) => fields !== undefined);
  return { providerEvents, values, scalars, objects };
}

/** Everything that the files export, schemas and others. */
async function importSchemas(id: string): Promise<readonly unknown[]> {
  const folder = fileURLToPath(new URL(`../../functions/providers/${id}/`, import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const schemas = files.filter((file) => /^schema(\/.*)?\.ts$/.test(file));
  const modules = await Promise.all(schemas.map((file) => import(`${folder}${file}`)));
  return modules.flatMap((module: object) => Object.values(module));
}

function isSchema(exported: unknown): exported is InboundSchema<unknown> {
  return typeof exported === 'object' && exported !== null && 'read' in exported;
}

function valuesIn(value: JsonValue): readonly JsonValue[] {
  if (isJsonArray(value)) return [value, ...value.flatMap(valuesIn)];
  return isJsonObject(value) ? [value, ...Object.values(value).flatMap(valuesIn)] : [value];
}
