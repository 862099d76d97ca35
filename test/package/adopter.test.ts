import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectDirectory } from '../../tools/project-directory.ts';
import { createScratchProject } from './scratch-project.ts';

const run = promisify(execFile);

let project: Awaited<ReturnType<typeof createScratchProject>>;

beforeAll(async () => {
  project = await createScratchProject();
  for (const name of ['aws-cdk-lib', 'constructs', 'aws-cdk', 'tsx', 'esbuild', 'vitest']) {
    await project.link(name);
  }
  await project.bin('tributary-gateway', 'new-provider', 'acme', '--name', 'ACME');
  await project.bin('tributary-gateway', 'golden', 'acme');
  await project.write('cdk.json', '{ "app": "npx tsx bin/gateway.ts" }');
  await project.write(
    'gateway.config.ts',
    `import { defineStages } from 'tributary-gateway/cdk';
     import { generic, incs, meta, providerFrom } from 'tributary-gateway/providers';
     export default defineStages({
       defaults: {
         providers: [
           incs({ channels: { '30058': { channel: 'whatsapp', phone: '15550100001' } } }),
           meta({ signature: 'required' }),
           generic({ id: 'shop' }),
           providerFrom('./providers/acme', { silentAfterHours: 6 }),
         ],
       },
       stages: { prod: {}, dev: { logLevel: 'DEBUG' } },
     });`,
  );
  await project.write(
    'bin/gateway.ts',
    `import { App, Stack, Stage } from 'aws-cdk-lib';
     import { chooseStage, Gateway } from 'tributary-gateway/cdk';
     import { incs } from 'tributary-gateway/providers';
     import stages from '../gateway.config.ts';
     const app = new App();
     const { stage, props } = chooseStage(app, stages);
     new Gateway(new Stack(app, \`tributary-\${stage}\`), 'Default', props);
     const two = new Stack(app, 'Two');
     new Gateway(two, 'Support', props);
     new Gateway(two, 'Sales', { providers: [incs()] });
     new Gateway(new Stack(new Stage(app, 'Europe'), 'Messaging'), 'Gateway', { providers: [incs()] });`,
  );
});

afterAll(() => project?.remove());

async function cdk(...args: readonly string[]) {
  const program = join(projectDirectory, 'node_modules/aws-cdk/bin/cdk');
  return run(process.execPath, [program, ...args], { cwd: project.folder }).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      text: error.stdout + error.stderr,
    }),
  );
}

async function templateOf(path: string) {
  return JSON.parse(await readFile(join(project.folder, path), 'utf8'));
}

const typesOf = (template: { Resources: Record<string, { Type: string }> }, type: string) =>
  Object.values(template.Resources).filter(({ Type }) => Type === type);

describe('an app with the packed package only', () => {
  it('synthesizes several gateways, with providers of its own, in stacks and stages', async () => {
    expect(await cdk('synth', '--quiet', '--output', 'out')).toMatchObject({ code: 0 });
    const one = await templateOf('out/tributary-prod.template.json');
    // Four providers, the publisher and the media mirror.
    expect(typesOf(one, 'AWS::Lambda::Function')).toHaveLength(6);
    expect(Object.keys(one.Outputs)).toContain('AcmeApiUrl');
    // An adopter has no clone in which `npm run` would work.
    const texts = JSON.stringify(typesOf(one, 'AWS::CloudWatch::Alarm'));
    expect(texts).toContain('Run first: `npx tributary-gateway ');
    expect(texts).not.toContain('npm run');
    const two = await templateOf('out/Two.template.json');
    expect(typesOf(two, 'AWS::Events::EventBus')).toHaveLength(2);
    const [nested = ''] = (await readdir(join(project.folder, 'out/assembly-Europe'))).filter(
      (name) => name.endsWith('.template.json'),
    );
    const inStage = await templateOf(`out/assembly-Europe/${nested}`);
    expect(typesOf(inStage, 'AWS::DynamoDB::Table')).toHaveLength(1);
  });

  it('has the code of every function in one module, as small as in the repository', async () => {
    const out = join(project.folder, 'out');
    const assets = (await readdir(out)).filter((name) => name.startsWith('asset.'));
    expect(assets).toHaveLength(6);
    const bundles = assets.map(async (asset) => {
      expect(await readdir(join(out, asset))).toEqual(['index.mjs']);
      return readFile(join(out, asset, 'index.mjs'), 'utf8');
    });
    const own = (await Promise.all(bundles)).find((bundle) => bundle.includes('"acme"'));
    // What it does not use of the seam is left out.
    expect(own?.length).toBeLessThan(255_000);
  });

  it('has another stage, and refuses an unknown one without a stack trace', async () => {
    const dev = await cdk('synth', '--quiet', '--output', 'out-dev', '-c', 'stage=dev');
    expect(dev.code).toBe(0);
    expect(await readdir(join(project.folder, 'out-dev'))).toContain('tributary-dev.template.json');
    const { code, text } = await cdk('synth', '--quiet', '--output', 'out-none', '-c', 'stage=prd');
    expect(code).toBe(1);
    expect(text).toContain('there is no stage "prd": write -c stage=prod');
    expect(text).not.toContain('    at ');
  });

  it('proves its own provider with the suite of the package', async () => {
    const vitest = join(project.folder, 'node_modules/vitest/vitest.mjs');
    const kept = Object.entries(process.env).filter(([key]) => !/^(VITEST|NODE_ENV)/.test(key));
    const file = join(project.folder, 'report.json');
    await run(
      process.execPath,
      [vitest, 'run', '--root', project.folder, '--reporter=json', `--outputFile=${file}`],
      { cwd: project.folder, env: Object.fromEntries(kept) },
    );
    const report = JSON.parse(await readFile(file, 'utf8'));
    expect(report.numFailedTests).toBe(0);
    expect(report.numPassedTests).toBeGreaterThan(20);
  });
});
