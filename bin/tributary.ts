#!/usr/bin/env node
/** The CLI: `npm run -s tributary -- --help`. */
import { setTimeout } from 'node:timers/promises';
import { endWithOutput } from '../tools/command-line/closed-output.ts';
import { cli } from '../tools/command-line/how-to-run.ts';
import { runCommand } from '../tools/command-line/run-command.ts';
import { projectCommands } from '../tools/project-commands.ts';

endWithOutput();

const [name, ...words] = process.argv.slice(2);
const projectCommand = projectCommands.find((each) => each.name === name);
if (name !== undefined && projectCommand) {
  const run = async () => (await projectCommand.load())(words);
  await runCommand(name, run, `${cli} ${name} --help`);
} else {
  const [{ runTributary }, { readValue }, { findTerminal }] = await Promise.all([
    import('../tools/operator/run-tributary.ts'),
    import('../tools/operator/read-value.ts'),
    import('../tools/operator/terminal/find-terminal.ts'),
  ]);
  process.exitCode = await runTributary(process.argv.slice(2), {
    out: (line) => process.stdout.write(`${line}\n`),
    error: (line) => process.stderr.write(`${line}\n`),
    terminal: findTerminal(process.stdout),
    serveConsole: async (gateways, options) => {
      const { serveDeployedConsole } = await import('../tools/console/serve-deployed-console.ts');
      await serveDeployedConsole(gateways, options);
    },
    readValue: (prompt) => readValue(process.stdin, prompt, (text) => process.stderr.write(text)),
    environment: process.env,
    now: () => new Date(),
    waitMs: (ms) => setTimeout(ms),
    projectCommands,
  });
}
