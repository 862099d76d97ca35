import { join } from 'node:path';
import { projectDirectory } from '../../tools/project-directory.ts';
import { openAccount } from './account.ts';
import { stackName, synthesizeGateway } from './deploy.ts';
import { type OtherEmulator, startEmulator } from './emulator.ts';
import { run } from './programs.ts';
import { listScenarios, type Tributary } from './scenarios.ts';

/** What a check found; nothing if all is well. */
export interface Result {
  readonly name: string;
  readonly problems: readonly string[];
}

/** Deploys the gateway to the emulator and runs the scenarios, one after the other. */
export async function runOnEmulator(
  program: string,
  report: (result: Result) => void,
): Promise<readonly Result[]> {
  const emulator = await startEmulator(program);
  const results: Result[] = [];
  async function check(name: string, scenario: () => Promise<readonly string[]>): Promise<boolean> {
    const problems = await scenario().catch((error: Error) => [error.message]);
    const result = { name, problems };
    results.push(result);
    report(result);
    return problems.length === 0;
  }
  const deployment = await synthesizeGateway(emulator);
  try {
    const deployed = await check('cdk bootstrap and cdk deploy', async () => {
      await deployment.deploy();
      return [];
    });
    if (!deployed) return results;
    const scenarios = listScenarios(commandLine(emulator), deployment, openAccount(emulator));
    for (const { name, run } of scenarios) await check(name, run);
    if (results.some(({ problems }) => problems.length > 0)) console.log(emulator.log());
    return results;
  } finally {
    await deployment.close();
    await emulator.close();
  }
}

/** The operator's CLI, for the deployed stack. */
function commandLine({ env }: OtherEmulator): Tributary {
  const bin = join(projectDirectory, 'bin', 'tributary.ts');
  return async (...args) => {
    const command = ['--import', 'tsx', bin, ...args, '--stack', stackName, '--json'];
    const { code, stdout, stderr } = await run(process.execPath, command, { env });
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
    return { code, stderr, lines: lines.map((line) => JSON.parse(line)) };
  };
}
