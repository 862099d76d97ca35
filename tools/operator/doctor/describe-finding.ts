import type { Gateway } from '../gateway/gateway.ts';
import { pasteableCommand } from '../pasteable-command.ts';
import type { Line, Style } from '../terminal/lines.ts';
import type { Finding } from './finding.ts';

/** A finding for a terminal: what was found, and below it what to do. */
export function describeFinding(
  { check, state, text, remedy }: Finding,
  gateway: Pick<Gateway, 'option'>,
): readonly Line[] {
  const line: Line = [{ text: state.padEnd(9), style: styles[state] }, `${check}: ${text}`];
  if (remedy === undefined) return [line];
  return [line, [' '.repeat(9), { text: '→ ', style: 'quiet' }, toPasteable(remedy, gateway)]];
}

const styles = {
  ok: 'good',
  warning: 'warning',
  failed: 'bad',
  skipped: 'quiet',
} as const satisfies Readonly<Record<Finding['state'], Style>>;

/** What to do, with a command of the CLI as it can be pasted into a terminal. */
export function toPasteable(remedy: string, gateway: Pick<Gateway, 'option'>): string {
  const [, words] = /^tributary (.+)$/.exec(remedy) ?? [];
  return words === undefined ? remedy : pasteableCommand(words, gateway);
}
