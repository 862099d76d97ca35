import { expect, it } from 'vitest';
import { pasteableCommand } from '../../../tools/operator/pasteable-command.ts';

it.each([
  [undefined, 'npm run -s tributary -- quarantine list --stack tributary-prod'],
  ['http://127.0.0.1:8787', 'npm run -s tributary -- quarantine list --port 8787'],
])('a command for the gateway at %s can be pasted', (localOrigin, command) => {
  const gateway = { name: 'tributary-prod', localOrigin };
  expect(pasteableCommand('quarantine list', gateway)).toBe(command);
});
