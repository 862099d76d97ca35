import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';

const templateResource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
});

const template = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).default({}),
  Mappings: z
    .record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())))
    .default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), templateResource),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
});

/** A CloudFormation template with unresolved intrinsic functions. */
export type Template = z.infer<typeof template>;

const manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({ templateFile: z.string().optional(), stackName: z.string().optional() })
        .optional(),
    }),
  ),
});

const assetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional(), packaging: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/** What `cdk synth` wrote for the only stack of the CDK app. */
export interface Assembly {
  readonly stackName: string;
  readonly template: Template;
  /** Directory of the built bundle, by the `Code.S3Key` of a function. */
  readonly bundleDirectories: ReadonlyMap<string, string>;
}

/**
 * Reads a cloud assembly (`cdk.out`), the files that `cdk deploy` uploads.
 *
 * @throws {EmulatorError} when the directory does not hold exactly one stack
 */
export async function loadAssembly(directory: string): Promise<Assembly> {
  const { artifacts } = manifest.parse(await readJson(path.join(directory, 'manifest.json')));
  const stacks = Object.entries(artifacts).filter(
    ([, { type }]) => type === 'aws:cloudformation:stack',
  );
  const [stack] = stacks;
  if (!stack || stacks.length > 1) {
    throw new EmulatorError(
      `${directory} holds ${stacks.length} stacks: the emulator runs exactly one`,
    );
  }
  const [artifactId, { properties }] = stack;
  const templateFile = properties?.templateFile ?? `${artifactId}.template.json`;
  return {
    stackName: properties?.stackName ?? artifactId,
    template: template.parse(await readJson(path.join(directory, templateFile))),
    bundleDirectories: await loadBundleDirectories(directory, artifactId),
  };
}

async function loadBundleDirectories(
  directory: string,
  artifactId: string,
): Promise<ReadonlyMap<string, string>> {
  const { files } = assetManifest.parse(
    await readJson(path.join(directory, `${artifactId}.assets.json`)),
  );
  const bundles = new Map<string, string>();
  for (const { source, destinations } of Object.values(files)) {
    if (source.packaging !== 'zip' || !source.path) continue;
    for (const { objectKey } of Object.values(destinations)) {
      bundles.set(objectKey, path.resolve(directory, source.path));
    }
  }
  return bundles;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new EmulatorError(`${file} cannot be read: name the directory that \`cdk synth\` wrote`, {
      cause,
    });
  }
}
