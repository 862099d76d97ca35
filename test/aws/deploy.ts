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

/** The app with the built bundles, and the CDK's own command line, which throws with what it printed. */
export interface Deployment {
  /** Bootstraps the account and deploys the app. */
  deploy(): Promise<void>;
  destroy(): Promise<void>;
  /**
   * Takes resources that exist into a new stack, and then creates the rest around them.
   *
   * @param mapping what `cdk import` takes: an identifier for each logical id
   */
  adopt(mapping: Readonly<Record<string, object>>): Promise<void>;
  close(): Promise<void>;
}

/** Synthesizes the app, and changes its template where the emulator cannot deploy it. */
export async function synthesizeGateway({ env, port }: OtherEmulator): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), 'deployment-'));
  const assembly = join(folder, 'assembly');
  const toAccount = { ...env, CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: emulatorRegion };
  const cdk = (...args: readonly string[]) => runCdk(args, toAccount);
  await cdk('synth', '--quiet', '--output', assembly);
  const file = join(assembly, `${stackName}.template.json`);
  const adapted = adaptTemplate(JSON.parse(await readFile(file, 'utf8')), port);
  await writeFile(file, JSON.stringify(adapted));
  const deployApp = () => cdk('deploy', '--app', assembly, '--require-approval', 'never');
  return {
    async deploy() {
      await cdk('bootstrap', `aws://${account}/${emulatorRegion}`);
      await deployApp();
    },
    destroy: () => cdk('destroy', '--app', assembly, '--force'),
    async adopt(mapping) {
      const retained = join(folder, 'retained.json');
      await writeFile(retained, JSON.stringify(mapping));
      await cdk('import', '--app', assembly, '--resource-mapping', retained, '--force');
      await deployApp();
    },
    close: () => rm(folder, { recursive: true }),
  };
}

async function runCdk(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const program = join(projectDirectory, 'node_modules', '.bin', 'cdk');
  const { code, stdout, stderr } = await run(program, args, { env });
  if (code !== 0) throw new Error(`cdk ${args[0]} failed:\n${stdout}${stderr}`);
}
