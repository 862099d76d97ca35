import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const page = readFileSync(
  fileURLToPath(new URL('../../../docs/operations.md', import.meta.url)),
  'utf8',
);

/**
 * The commands that the runbook gives for an alarm, in their order: what is typed after the tool's
 * name, without the stack, without a comment and without what reads the output.
 */
export function commandsFor(alarmKind: string): readonly string[] {
  const [, section = ''] = page.split(`\n### ${alarmKind}\n`);
  const [own = ''] = section.split(/\n##/);
  return [...own.matchAll(/^npm run -s tributary -- ([^#|\n]+)/gm)].map(([, line = '']) =>
    line.replace(' --stack tributary-prod', '').trim(),
  );
}
