import type { Gateway } from '../gateway/gateway.ts';
import type { Output } from '../output.ts';
import { pasteableCommand } from '../pasteable-command.ts';
import { formatTable } from '../table.ts';
import type { Result } from './result.ts';

/** Prints the results as a table, with what to do below a line, or each as a line of JSON; then the counts. */
export function describeResults(
  found: readonly Result[],
  gateway: Pick<Gateway, 'name' | 'option'>,
  output: Pick<Output, 'print'>,
): void {
  const results = bySubject(found);
  const rows = results.map(({ state, subject, check, tookMs, text }) => ({
    state,
    subject,
    check,
    ms: tookMs === undefined ? '' : Math.round(tookMs),
    text,
  }));
  const [header, ...lines] = formatTable(rows, ['state', 'subject', 'check', 'ms', 'text']).split(
    '\n',
  );
  for (const [index, result] of results.entries()) {
    const text = [
      ...(index === 0 ? [header] : []),
      lines[index],
      ...(result.remedy === undefined ? [] : [`    → ${toRemedy(result.remedy, gateway)}`]),
    ].join('\n');
    output.print(withRoundTime(result), text);
  }
  const count = (state: Result['state']) => results.filter((each) => each.state === state).length;
  const counts = { ok: count('ok'), failed: count('failed'), notChecked: count('not checked') };
  output.print(
    counts,
    `\n${gateway.name}: ${counts.ok} ok, ${counts.failed} failed, ${counts.notChecked} not checked`,
  );
}

/**
 * The results in an order that does not depend on what was faster: what belongs to a provider, or to a part of
 * the gateway, together.
 */
function bySubject(found: readonly Result[]): readonly Result[] {
  const groups = Map.groupBy(found, ({ subject }) => subject.split(' ')[0]);
  return [...groups.values()].flatMap((group) => {
    const subjects = [...new Set(group.map(({ subject }) => subject))].sort();
    return subjects.flatMap((subject) => group.filter((each) => each.subject === subject));
  });
}

function toRemedy(remedy: string, gateway: Pick<Gateway, 'option'>): string {
  const [, words] = /^tributary (.+)$/.exec(remedy) ?? [];
  return words === undefined ? remedy : pasteableCommand(words, gateway);
}

function withRoundTime(result: Result): Result {
  const { tookMs } = result;
  return tookMs === undefined ? result : { ...result, tookMs: Math.round(tookMs) };
}
