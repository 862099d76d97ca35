import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { z } from 'zod';
import { environmentKeys } from '../../shared/runtime/environment.ts';

const template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Properties: z
        .looseObject({
          Environment: z.looseObject({ Variables: z.record(z.string(), z.unknown()) }).optional(),
        })
        .optional(),
    }),
  ),
});

/** A copy of the stack's cloud assembly whose publisher lists conversations, as `conversationList` makes it. */
export function listingAssembly() {
  const directory = mkdtempSync(join(tmpdir(), 'tributary-listing-'));
  cpSync(inject('assemblyDirectory'), directory, { recursive: true });
  const file = readdirSync(directory).find((name) => name.endsWith('.template.json')) ?? '';
  const document = template.parse(JSON.parse(readFileSync(join(directory, file), 'utf8')));
  for (const { Properties } of Object.values(document.Resources)) {
    const variables = Properties?.Environment?.Variables;
    if (variables?.[environmentKeys.eventBus] !== undefined)
      variables[environmentKeys.conversationList] = 'on';
  }
  writeFileSync(join(directory, file), JSON.stringify(document));
  return { directory, remove: () => rmSync(directory, { recursive: true }) };
}
