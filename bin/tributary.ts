/** The CLI: `npm run -s tributary -- --help`. */
import { setTimeout } from 'node:timers/promises';
import { endWithOutput } from '../tools/command-line/closed-output.ts';
import { readValue } from '../tools/operator/read-value.ts';
import { runTributary } from '../tools/operator/run-tributary.ts';

endWithOutput();

process.exitCode = await runTributary(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
  readValue: (prompt) => readValue(process.stdin, prompt, (text) => process.stderr.write(text)),
  environment: process.env,
  now: () => new Date(),
  waitMs: (ms) => setTimeout(ms),
});
