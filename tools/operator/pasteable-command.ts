import type { Gateway } from './gateway/gateway.ts';

/** How the CLI is run. The words of a command follow. */
export const cli = 'npm run -s tributary --';

/** A command (`quarantine list`) for the same gateway, ready to be pasted into a shell. */
export function pasteableCommand(words: string, { option }: Pick<Gateway, 'option'>): string {
  return [cli, words, option].filter(Boolean).join(' ');
}
