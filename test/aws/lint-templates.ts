import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { region, synthesizeGateway, templatesUnderTest } from '../infra/independent/templates.ts';
import { run } from './programs.ts';

/** What cfn-lint reports, as far as it is read. */
interface Finding {
  readonly Rule: { readonly Id: string };
  readonly Filename: string;
  readonly Message: string;
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

/** Rules that do not hold on purpose. */
const acceptedRules: readonly string[] = [
  // The CDK lets a function depend on its role, which it also refers to. That has no effect.
  'W3005',
];

/** A resource type that a region lacks: "Resource type 'AWS::Lambda::Url' does not exist in 'ca-west-1'". */
const lacking = /^Resource type '[\w:]+' does not exist in '([\w-]+)'$/;

/**
 * Lints the templates with AWS's schemas.
 *
 * The template for any region is linted for all of them: whatever a region lacks, a rule of the template must
 * refuse the region. Without the parts that some regions lack, nothing may be missing anywhere.
 *
 * @returns a line for each finding, by the name of the template; nothing where there is none
 */
export async function lintTemplates(
  cfnLint: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const everywhere = { endpoints: { functionUrl: false }, schemaRegistry: false };
  const { 'nothing configured': anyRegion, ...others } = await templatesUnderTest();
  const allRegions = {
    'nothing configured': anyRegion,
    'without the parts that some regions lack': synthesizeGateway(everywhere),
  };
  return {
    ...(await lint(cfnLint, allRegions, 'ALL_REGIONS')),
    ...(await lint(cfnLint, others, region)),
  };
}

async function lint(
  cfnLint: string,
  templates: Readonly<Record<string, unknown>>,
  regions: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const folder = await mkdtemp(join(tmpdir(), 'cfn-lint-'));
  try {
    const files = Object.entries(templates).map(([name, template], index) => {
      const file = join(folder, `${index}.template.json`);
      return { name, file, text: JSON.stringify(template) };
    });
    for (const { file, text } of files) await writeFile(file, text);
    const paths = files.map(({ file }) => file);
    const args = ['--format', 'json', '--regions', regions, '--template', ...paths];
    const { stdout, stderr } = await run(cfnLint, args);
    const findings = readFindings(stdout, stderr);
    return Object.fromEntries(
      files.map(({ name, file, text }) => {
        const refused = refusedRegions(text);
        const lines = findings
          .filter(({ Filename }) => Filename === file)
          .filter(({ Rule }) => !acceptedRules.includes(Rule.Id))
          .filter(({ Message }) => !refused.includes(lacking.exec(Message)?.[1] ?? ''))
          .map(({ Rule, Message, Location }) =>
            [Rule.Id, Location.Path?.join('/') ?? '', Message].join(' '),
          );
        return [name, [...new Set(lines)]];
      }),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

function readFindings(stdout: string, stderr: string): readonly Finding[] {
  try {
    return JSON.parse(stdout) as readonly Finding[];
  } catch (cause) {
    throw new Error(`cfn-lint failed: ${stderr}`, { cause });
  }
}

/** The regions that the rules of the template refuse before anything is created. */
function refusedRegions(text: string): readonly string[] {
  const { Rules = {} }: { Rules?: object } = JSON.parse(text);
  return JSON.stringify(Rules).match(/[a-z]+(?:-[a-z]+)+-\d/g) ?? [];
}
