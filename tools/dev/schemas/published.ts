import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { eventDefinitions } from '../../../shared/contract/index.ts';
import { toDetailSchemaFiles } from '../docs/event-schemas.ts';
import type { JsonSchema } from './find-breaks.ts';

/** Where the schemas are as subscribers were told them last. */
export const publishedFolder = 'docs/schemas/published';

/** A schema of an event's version, as it was published and as it would be now. */
export interface SchemaChange {
  /** `message.received.v1.json`. */
  readonly file: string;
  /** Absent when the version is new. */
  readonly published: JsonSchema | undefined;
  /** Absent when the event has a newer version, or is gone. */
  readonly current: JsonSchema | undefined;
}

/** Every version of every event that was published or would be. */
export function readSchemaChanges(): readonly SchemaChange[] {
  const current = new Map(
    Object.entries(toDetailSchemaFiles()).map(([path, text]) => [
      path.slice(path.lastIndexOf('/') + 1),
      JSON.parse(text),
    ]),
  );
  const published = existsSync(publishedFolder) ? readdirSync(publishedFolder) : [];
  return [...new Set([...published, ...current.keys()])].sort().map((file) => ({
    file,
    published: published.includes(file)
      ? JSON.parse(readFileSync(`${publishedFolder}/${file}`, 'utf8'))
      : undefined,
    current: current.get(file),
  }));
}

/** Whether the event of this file now has a version above it. */
export function isSuperseded(file: string): boolean {
  const [, type, version] = /^(.+)\.v(\d+)\.json$/.exec(file) ?? [];
  const definition = Object.values(eventDefinitions).find((it) => it.type === type);
  return definition !== undefined && definition.version > Number(version);
}
