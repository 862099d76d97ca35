import { cli } from '../command-line/how-to-run.ts';
import type { Gateway } from './gateway/gateway.ts';

/** A command (`quarantine list`) for the same gateway, ready to be pasted into a shell. */
export function pasteableCommand(words: string, { option }: Pick<Gateway, 'option'>): string {
  return [cli, words, option].filter(Boolean).join(' ');
}
