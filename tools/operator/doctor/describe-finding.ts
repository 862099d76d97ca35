import type { Gateway } from '../gateway/gateway.ts';
import { pasteableCommand } from '../pasteable-command.ts';
import type { Finding } from './finding.ts';

/** A finding for a terminal: what was found, and below it what to do. */
export function describeFinding(
  { check, state, text, remedy }: Finding,
  gateway: Pick<Gateway, 'option'>,
): string {
  const line = `${state.padEnd(7)}  ${check}: ${text}`;
  return remedy === undefined ? line : `${line}\n         → ${toPasteable(remedy, gateway)}`;
}

/** What to do, with a command of the CLI as it can be pasted into a terminal. */
export function toPasteable(remedy: string, gateway: Pick<Gateway, 'option'>): string {
  const [, words] = /^tributary (.+)$/.exec(remedy) ?? [];
  return words === undefined ? remedy : pasteableCommand(words, gateway);
}
