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
const lacking = /^Resource type '([\w:]+)' does not exist in '([\w-]+)'$/;

/** The rules of the template that refuse regions, each with a type that these regions lack. */
const typeOfRule: Readonly<Record<string, string>> = {
  RegionOfendpointsfunctionUrl: 'AWS::Lambda::Url',
  RegionOfschemaRegistry: 'AWS::EventSchemas::Registry',
};

/**
 * Lints the templates with AWS's schemas.
 *
 * The template for any region is linted for all of them: whatever a region lacks, a rule of the template must
 * refuse the region, and a rule may refuse no other. Without the parts that some regions lack, nothing may be missing anywhere.
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
          .filter(({ Message }) => !refused.includes(lacking.exec(Message)?.[2] ?? ''))
          .map(({ Rule, Message, Location }) =>
            [Rule.Id, Location.Path?.join('/') ?? '', Message].join(' '),
          );
        const needless = regions === 'ALL_REGIONS' ? needlesslyRefused(text, findings) : [];
        return [name, [...new Set(lines), ...needless]];
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

/** Lambda's guide says that this region has no function URLs (lib/regions.ts), and the schemas that it has. */
const refusedByTheGuide = 'AWS::Lambda::Url eu-south-2';

/** Regions that a rule refuses although they have what it is about. */
function needlesslyRefused(text: string, findings: readonly Finding[]): readonly string[] {
  const lacks = new Set(
    findings.flatMap(({ Message }) => {
      const [, type, region] = lacking.exec(Message) ?? [];
      return type === undefined ? [] : [`${type} ${region}`];
    }),
  );
  return Object.entries(refusalsOf(text)).flatMap(([rule, regions]) =>
    regions
      .filter((region) => {
        const part = `${typeOfRule[rule]} ${region}`;
        return !lacks.has(part) && part !== refusedByTheGuide;
      })
      .map((region) => `${rule} refuses ${region}, which has ${typeOfRule[rule]}`),
  );
}

/** The regions that the rules of the template refuse before anything is created. */
function refusedRegions(text: string): readonly string[] {
  return Object.values(refusalsOf(text)).flat();
}

function refusalsOf(text: string): Readonly<Record<string, readonly string[]>> {
  const { Rules = {} }: { Rules?: Readonly<Record<string, object>> } = JSON.parse(text);
  return Object.fromEntries(
    Object.entries(Rules).map(([id, rule]) => [
      id,
      JSON.stringify(rule).match(/[a-z]+(?:-[a-z]+)+-\d/g) ?? [],
    ]),
  );
}
