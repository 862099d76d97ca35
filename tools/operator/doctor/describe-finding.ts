import type { Gateway } from '../gateway/gateway.ts';
import { pasteableCommand } from '../pasteable-command.ts';
import type { Finding } from './finding.ts';

/** A finding for a terminal: what was found, and below it what to do. */
export function describeFinding(
  { check, state, text, remedy }: Finding,
  gateway: Pick<Gateway, 'option'>,
): string {
  const line = `${state.padEnd(7)}  ${check}: ${text}`;
  if (remedy === undefined) return line;
  const [, words] = /^tributary (.+)$/.exec(remedy) ?? [];
  return `${line}\n         → ${words === undefined ? remedy : pasteableCommand(words, gateway)}`;
}
