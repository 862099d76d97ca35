/**
 * Freezes the schemas as they are told to subscribers: run it for a release. It refuses what would
 * break a subscriber of the last one; such a change needs a new version in
 * `shared/contract/versions.ts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { findBreaks } from './schemas/find-breaks.ts';
import { publishedFolder, readSchemaChanges } from './schemas/published.ts';

mkdirSync(publishedFolder, { recursive: true });
for (const { file, published, current } of readSchemaChanges()) {
  if (current === undefined) continue;
  const breaks = published === undefined ? [] : findBreaks(published, current);
  for (const line of breaks) console.error(`${file}: ${line}`);
  if (breaks.length > 0) process.exitCode = 1;
  else writeFileSync(`${publishedFolder}/${file}`, `${JSON.stringify(current, null, 2)}\n`);
}
