import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const page = readFileSync(
  fileURLToPath(new URL('../../../docs/operations.md', import.meta.url)),
  'utf8',
);

/**
 * The commands of an alarm's entry in the runbook, in their order: the words after `tributary`,
 * without the stack, without a comment and without the programs that read the output.
 */
export function commandsFor(alarmKind: string): readonly string[] {
  const [, section = ''] = page.split(`\n### ${alarmKind}\n`);
  const [own = ''] = section.split(/\n##/);
  return [...own.matchAll(/^npm run -s tributary -- ([^#|\n]+)/gm)].map(([, line = '']) =>
    line.replace(' --stack tributary-prod', '').trim(),
  );
}
