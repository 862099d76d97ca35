import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectDirectory } from '../../tools/project-directory.ts';
import { adaptTemplate } from './adapt-template.ts';
import { emulatorRegion, type OtherEmulator } from './emulator.ts';
import { run } from './programs.ts';

export const stackName = 'tributary-prod';

/** The account of the emulator. */
const account = '000000000000';

/**
 * Bootstraps the emulator's account and deploys the app to it, with the CDK's own command line and the
 * built bundles. Before it deploys, it changes the template where the emulator cannot deploy it.
 *
 * @throws {Error} with what the command line printed
 */
export async function deployGateway({ env, port }: OtherEmulator): Promise<void> {
  const assembly = await mkdtemp(join(tmpdir(), 'assembly-'));
  const toAccount = { ...env, CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: emulatorRegion };
  try {
    await cdk(['synth', '--quiet', '--output', assembly], toAccount);
    const file = join(assembly, `${stackName}.template.json`);
    const adapted = adaptTemplate(JSON.parse(await readFile(file, 'utf8')), port);
    await writeFile(file, JSON.stringify(adapted));
    await cdk(['bootstrap', `aws://${account}/${emulatorRegion}`], toAccount);
    await cdk(['deploy', '--app', assembly, '--require-approval', 'never'], toAccount);
  } finally {
    await rm(assembly, { recursive: true });
  }
}

async function cdk(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const program = join(projectDirectory, 'node_modules', '.bin', 'cdk');
  const { code, stdout, stderr } = await run(program, args, { env });
  if (code !== 0) throw new Error(`cdk ${args[0]} failed:\n${stdout}${stderr}`);
}
