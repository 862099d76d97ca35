import { expect, it } from 'vitest';
import { pasteableCommand } from '../../../tools/operator/pasteable-command.ts';

it.each([
  ['--stack tributary-prod', 'npm run -s tributary -- quarantine list --stack tributary-prod'],
  ['--port 9', 'npm run -s tributary -- quarantine list --port 9'],
  ['', 'npm run -s tributary -- quarantine list'],
])('a command for the gateway of the option "%s" can be pasted', (option, command) => {
  expect(pasteableCommand('quarantine list', { option })).toBe(command);
});
