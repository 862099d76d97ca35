/**
 * `npm run check:aws`: a second opinion, of programs that this project did not write. It lints the templates with AWS's schemas
 * of all regions, deploys the app to an AWS emulator of others, and runs the gateway there. README.md lists
 * the faults of that emulator.
 */
import { lintTemplates } from './lint-templates.ts';
import { createPythonEnvironment } from './python-environment.ts';
import { type Result, runOnEmulator } from './run-on-emulator.ts';

/** It takes some two minutes of processor time. The limit ends a check that hangs. */
const limitMs = 15 * 60_000;

setTimeout(() => {
  console.error(`failed   it is not done after ${limitMs / 60_000} minutes`);
  process.exit(1);
}, limitMs).unref();

const python = await createPythonEnvironment();
if ('missing' in python) {
  console.log(`check:aws is skipped: ${python.missing}`);
} else {
  const linted = Object.entries(await lintTemplates(python.program('cfn-lint')));
  const results = linted.map(([name, problems]) => ({ name: `cfn-lint, ${name}`, problems }));
  results.forEach(report);
  const scenarios = await runOnEmulator(python.program('ministack'), report);
  const failed = [...results, ...scenarios].filter(({ problems }) => problems.length > 0);
  if (failed.length > 0) process.exitCode = 1;
}

function report({ name, problems }: Result): void {
  console.log(`${problems.length > 0 ? 'failed' : 'ok    '}   ${name}`);
  for (const problem of problems)
    console.log(`         ${problem.replaceAll('\n', '\n         ')}`);
}
