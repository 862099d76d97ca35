import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { resolveTemplate } from './resolve.ts';
import { type CloudFormationTemplate, nameOf } from './template.ts';

const packageFolder = dirname(
  createRequire(import.meta.url).resolve('@cdklabs/cdk-validator-cfnguard/package.json'),
);
const rulesFolder = join(packageFolder, 'rules/control-tower/cfn-guard');

/** A platform for which the package has the program that evaluates the rules. */
export const canEvaluateControls = ['linux', 'darwin'].includes(process.platform);

/**
 * Evaluates AWS Control Tower's proactive controls on templates, as CloudFormation's hooks do: on
 * resources whose intrinsic functions are resolved.
 *
 * Controls about other resource types than those of the templates are left out, and so are resources
 * about which no control is: both only take time, because a control first selects the resources of its type.
 *
 * @returns by the name of each template a line for each resource that a control refuses: `CT.S3.PR.2 MediaBucket`
 */
export async function findRefused(
  templates: Readonly<Record<string, CloudFormationTemplate>>,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const resources = Object.values(templates).flatMap(({ Resources }) => Object.values(Resources));
  const types = new Set(resources.map(({ Type }) => Type));
  const rules = (await readRules()).filter((rule) => rule.types.some((type) => types.has(type)));
  const ruled = new Set(rules.flatMap((rule) => rule.types));
  const folder = await mkdtemp(join(tmpdir(), 'control-tower-'));
  try {
    const files = await Promise.all(
      Object.entries(templates).map(async ([name, template], index) => {
        const file = join(folder, `${index}.json`);
        const kept = Object.entries(resolveTemplate(template).Resources).filter(([, { Type }]) =>
          ruled.has(Type),
        );
        await writeFile(file, JSON.stringify({ Resources: Object.fromEntries(kept) }));
        return { name, file };
      }),
    );
    const reports = await evaluate(
      rules.map(({ file }) => file),
      files.map(({ file }) => file),
    );
    return Object.fromEntries(
      files.map(({ name, file }) => {
        const report = reports.find((it) => basename(it.name) === basename(file));
        if (!report) throw new Error(`cfn-guard does not report about the template ${name}`);
        return [name, [...new Set(report.not_compliant.flatMap(toLines))].sort()];
      }),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The rule files of the package, with the resource types that each one names. */
async function readRules() {
  const paths = await readdir(rulesFolder, { recursive: true });
  return Promise.all(
    paths
      .filter((path) => path.endsWith('.guard'))
      .map(async (path) => {
        const file = join(rulesFolder, path);
        const text = (await readFile(file, 'utf8')).replace(/^\s*#.*$/gm, '');
        return { file, types: text.match(/AWS::\w+::\w+/g) ?? [] };
      }),
  );
}

/** What the program reports about a template. */
interface Report {
  readonly name: string;
  readonly not_compliant: readonly object[];
}

/** The exit code of cfn-guard when a rule does not hold. */
const ruleDoesNotHold = 19;

/**
 * Runs the program. The package also has a plugin of the CDK around it, which fails on the report about
 * a resource that lacks a property altogether (0.0.62).
 */
async function evaluate(rules: readonly string[], templates: readonly string[]) {
  const program = join(
    packageFolder,
    'bin',
    process.platform === 'darwin' ? 'macos' : 'ubuntu',
    process.arch === 'arm64' ? 'aarch64' : 'x86_64',
    'cfn-guard',
  );
  const args = [
    ...['validate', '--structured', '--output-format', 'json', '--show-summary', 'none'],
    ...rules.flatMap((file) => ['--rules', file]),
    ...templates.flatMap((file) => ['--data', file]),
  ];
  const stdout = await new Promise<string>((resolve, reject) => {
    execFile(program, args, { maxBuffer: 256 * 1024 * 1024 }, (error, out) => {
      if (error && error.code !== ruleDoesNotHold) reject(error);
      else resolve(out);
    });
  });
  return JSON.parse(stdout) as readonly Report[];
}

/** A line for each resource that a failed rule names. The id of the control is in its message. */
function toLines(failed: object): readonly string[] {
  const text = JSON.stringify(failed);
  const [, control] = /\[(CT\.[\w.]+)\]/.exec(text) ?? [];
  const ids = [...text.matchAll(/"path":"\/Resources\/(\w+)/g)].map(([, id = '']) => id);
  if (control === undefined || ids.length === 0) throw new Error(`cfn-guard reports ${text}`);
  return ids.map((id) => `${control} ${nameOf(id)}`);
}
