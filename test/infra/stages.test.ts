import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { defineStages, GatewayConfigError, readStage, type Stages } from '../../lib/index.ts';
import { projectDirectory } from '../../tools/project-directory.ts';
import { keyArn, northWind, providers } from './synthesize.ts';

const stages = defineStages({
  defaults: {
    providers,
    retention: { eventsDays: 400, mediaDays: 400, payloadsDays: 400 },
    mediaPorts: [8443],
  },
  stages: {
    prod: { encryptionKey: (scope) => kms.Key.fromKeyArn(scope, 'Key', keyArn) },
    dev: {
      logLevel: 'DEBUG',
      retention: { logsDays: 7, eventsDays: 30, mediaDays: 30 },
      mediaPorts: [9443],
      env: { account: '111122223333', region: 'eu-west-1' },
    },
    small: { providers: [northWind()], mediaPorts: undefined },
  },
});

const choose = (context: Record<string, unknown> = {}, of: Stages = stages) =>
  readStage(new App({ context }), of);

/** The problems of a choice, without the line above them. */
function problemsOf(context: Record<string, unknown>, of: Stages = stages): readonly string[] {
  try {
    choose(context, of);
  } catch (error) {
    if (error instanceof GatewayConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('a stage', () => {
  it('is the first one where none is chosen', () => {
    const { stage, env, props } = choose();
    expect({ stage, env }).toEqual({ stage: 'prod', env: undefined });
    expect(props).toMatchObject({ providers, mediaPorts: [8443] });
    expect(props.encryptionKey).toBeTypeOf('function');
  });

  it('lies over the defaults: objects key by key, lists as a whole', () => {
    const { stage, env, props } = choose({ stage: 'dev' });
    expect({ stage, env }).toEqual({
      stage: 'dev',
      env: { account: '111122223333', region: 'eu-west-1' },
    });
    expect(props).toEqual({
      providers,
      logLevel: 'DEBUG',
      retention: { logsDays: 7, eventsDays: 30, mediaDays: 30, payloadsDays: 400 },
      mediaPorts: [9443],
    });
  });

  it('leaves a default where it has undefined, and replaces the list of providers', () => {
    const { props } = choose({ stage: 'small' });
    expect(props.mediaPorts).toEqual([8443]);
    expect(props.providers.map(({ label }) => label)).toEqual(['north-wind']);
  });

  it.each([
    [{ stage: 'prd' }, 'there is no stage "prd": write -c stage=prod'],
    [{ stage: 'staging' }, 'there is no stage "staging": write one of prod, dev, small'],
    [{ stage: '' }, 'there is no stage ""'],
  ])('that is not there is refused: %j', (context, named) => {
    expect(problemsOf(context)).toEqual([expect.stringContaining(named)]);
  });

  it('that cannot name a stack is refused, and so is an app without stages', () => {
    const bad = { defaults: { providers }, stages: { 'Prod!': {} } };
    expect(problemsOf({}, bad)).toEqual([expect.stringContaining('lower-case letters')]);
    expect(problemsOf({}, { defaults: { providers }, stages: {} })).toEqual([
      expect.stringContaining('at least one stage'),
    ]);
  });
});

describe('what no compiler has seen', () => {
  it.each([
    [{ default: { providers }, stages: { prod: {} } }, 'has no "default": write "defaults"'],
    [{ defaults: { providers } }, 'defineStages.stages must be an object'],
    [{ providers }, 'has no "providers": it can have defaults, stages'],
    [
      { defaults: { providers }, stages: { prod: { env: { acount: '111122223333' } } } },
      'env has no "acount": write "account"',
    ],
    [
      { defaults: { providers, env: { account: 111122223333 } }, stages: { prod: {} } },
      'env.account must be text',
    ],
  ])('is refused with what to write: %j', (of, named) => {
    expect(problemsOf({}, of as unknown as Stages)).toContainEqual(expect.stringContaining(named));
  });
});

describe('a context key', () => {
  it.each([
    ['stge', 'is read by nothing: write -c stage=<name>'],
    ['env', 'is read by nothing'],
    ['tributary', 'is not read any more'],
    ['tributary.stage', 'is not read any more'],
  ])('%s, which nothing reads, is refused', (key, named) => {
    expect(problemsOf({ [key]: 'dev' })).toEqual([expect.stringContaining(named)]);
  });

  it('of the CDK is not, and neither is one that the app names', () => {
    const context = {
      '@aws-cdk/core:target-partitions': ['aws'],
      'aws:cdk:bundling-stacks': [],
      'availability-zones:account=1:region=eu-west-1': [],
      'cli-telemetry': false,
    };
    expect(problemsOf(context)).toEqual([]);
    const app = new App({ context: { team: 'messaging' } });
    expect(readStage(app, stages, { contextKeys: ['team'] }).stage).toBe('prod');
  });
});

it('every problem of a stage is in one list', () => {
  const bad = { defaults: { providers }, stages: { prod: { mediaConcurrency: 0 } } };
  expect(problemsOf({ stge: 'dev', env: 'dev' }, bad)).toHaveLength(3);
});

it('an app that is wrong prints the list and no stack trace, and synthesizes nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stages-'));
  try {
    writeFileSync(
      join(folder, 'app.ts'),
      `import { App, Stack } from ${JSON.stringify(join(projectDirectory, 'node_modules/aws-cdk-lib/index.js'))};
import { chooseStage, defineStages, Gateway } from ${JSON.stringify(join(projectDirectory, 'lib/index.ts'))};
const stages = defineStages({ defaults: { providers: [] }, stages: { prod: {} } });
const app = new App({ context: { stage: 'dev' } });
const { props } = chooseStage(app, stages);
new Gateway(new Stack(app, 'Gateway'), 'Default', props);
`,
    );
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', join(folder, 'app.ts')],
      { cwd: projectDirectory, encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: folder } },
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([
      'the gateway cannot be built:',
      '  - there is no stage "dev": write one of prod, or add it to the stages',
      '  - providers must name at least one provider: [incs(), innopaas()]',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
