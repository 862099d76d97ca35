import type { Gateway } from './gateway/gateway.ts';

/** A command (`quarantine list`) for the same gateway, ready to be pasted into a shell. */
export function pasteableCommand(
  words: string,
  { name, localOrigin }: Pick<Gateway, 'name' | 'localOrigin'>,
): string {
  const which = localOrigin ? `--port ${new URL(localOrigin).port}` : `--stack ${name}`;
  return `npm run -s tributary -- ${words} ${which}`;
}
