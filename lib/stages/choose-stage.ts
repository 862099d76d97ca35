import type { App, Environment } from 'aws-cdk-lib';
import { z } from 'zod';
import { findNearest } from '../../shared/nearest-word.ts';
import { GatewayConfigError } from '../gateway-config-error.ts';
import { closedObject } from '../props/checks.ts';
import type { GatewayProps } from '../props/gateway-props.ts';
import { readProps } from '../props/parse-props.ts';
import { toProblems } from '../props/problems.ts';
import type { Stages } from './define-stages.ts';

/** The context key that names the stage. */
const stageKey = 'stage';

/** Options of {@link chooseStage}. */
export interface ChooseStageOptions {
  /** Context keys that other code of the app reads. Every other one is refused. @default none */
  readonly contextKeys?: readonly string[] | undefined;
}

/** A stage of an app. */
export interface ChosenStage<Name extends string = string> {
  readonly stage: Name;
  /** Undefined unless the stages say it. */
  readonly env: Environment | undefined;
  readonly props: GatewayProps;
}

/**
 * The stage that `-c stage=<name>` chooses, or the first one. For the file that the CDK's command line runs: if
 * anything is wrong, it prints every problem in one list and ends the process.
 *
 * A context key that nothing reads is a problem, because a misspelt `stage` would deploy the first stage.
 */
export function chooseStage<Name extends string>(
  app: App,
  stages: Stages<Name>,
  options: ChooseStageOptions = {},
): ChosenStage<Name> {
  try {
    return readStage(app, stages, options);
  } catch (error) {
    if (!(error instanceof GatewayConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/**
 * As {@link chooseStage}, for a test.
 *
 * @throws {GatewayConfigError} which lists every problem
 */
export function readStage<Name extends string>(
  app: App,
  given: Stages<Name>,
  { contextKeys = [] }: ChooseStageOptions = {},
): ChosenStage<Name> {
  const shape = stagesSchema.safeParse(given);
  if (!shape.success) throw new GatewayConfigError(toProblems(shape.error, 'defineStages'));
  const { defaults, stages } = given;
  const names = Object.keys(stages) as Name[];
  const chosen: unknown = app.node.tryGetContext(stageKey) ?? names[0];
  const stage = names.find((name) => name === chosen);
  const { env, ...props } = layOver(defaults, stage === undefined ? {} : stages[stage]);
  const problems = [
    ...findContextKeys(app, contextKeys),
    ...findBadNames(names),
    ...(stage === undefined && names.length > 0 ? [explainStage(chosen, names)] : []),
    ...findBadEnv(env),
    ...readProps(props).problems,
  ];
  if (stage === undefined || problems.length > 0) throw new GatewayConfigError(problems);
  return { stage, env, props };
}

const stagesSchema = closedObject({
  defaults: z.looseObject({}, 'must be an object: defaults: { providers: [incs()] }'),
  stages: z.looseObject({}, 'must be an object: stages: { prod: {} }'),
});

const envSchema = closedObject({
  account: z.string('must be text: "111122223333"').optional(),
  region: z.string('must be text: "eu-west-1"').optional(),
});

function findBadEnv(env: unknown): readonly string[] {
  const { error } = envSchema.optional().safeParse(env);
  return error === undefined ? [] : toProblems(error, 'env');
}

function findBadNames(names: readonly string[]): readonly string[] {
  if (names.length === 0) return ['stages must have at least one stage: stages: { prod: {} }'];
  return names
    .filter((name) => !/^[a-z][a-z0-9-]{0,30}$/.test(name))
    .map(
      (name) =>
        `stages.${name} must be named with 1 to 31 lower-case letters, digits or hyphens, and begin with a letter`,
    );
}

function explainStage(chosen: unknown, names: readonly string[]): string {
  const near = findNearest(String(chosen), names);
  return `there is no stage ${JSON.stringify(chosen)}: ${near === undefined ? `write one of ${names.join(', ')}` : `write -c stage=${near}`}, or add it to the stages`;
}

/** Keys of the CDK and its lookups have a colon or a slash, but for these. */
const keysOfCdk = ['acknowledged-issue-numbers', 'cli-telemetry'];

function findContextKeys(app: App, known: readonly string[]): readonly string[] {
  const read = [stageKey, ...known, ...keysOfCdk];
  return Object.keys(app.node.getAllContext())
    .filter((key) => !/[:/]/.test(key) && !read.includes(key))
    .map((key) =>
      key === 'tributary' || key.startsWith('tributary.')
        ? `the context key "${key}" is not read any more: write its values into the props of the gateway (docs/upgrading.md), and choose a stage with -c stage=<name>`
        : `the context key "${key}" is read by nothing: write -c stage=<name> to choose a stage, or name it in chooseStage(app, stages, { contextKeys: ['${key}'] }) if your app reads it`,
    );
}

/** Lays values over others: plain objects key by key, anything else in its place. */
function layOver<T extends object>(below: T, above: object): T {
  const merged = Object.entries(above)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const under: unknown = Reflect.get(below, key);
      return [key, isPlain(under) && isPlain(value) ? layOver(under, value) : value];
    });
  return { ...below, ...Object.fromEntries(merged) };
}

/** Neither a list nor a construct. */
function isPlain(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
