import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import { type Environment, readEnvironment } from './environment.ts';

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
  Resources: z.record(z.string(), templateResource).default({}),
  Outputs: z
    .record(
      z.string(),
      z.object({
        Value: z.unknown(),
        Export: z.object({ Name: z.unknown() }).optional(),
        Condition: z.string().optional(),
      }),
    )
    .default({}),
});

/** A CloudFormation template with unresolved intrinsic functions. */
export type Template = z.infer<typeof template>;

const metadata = z.record(
  z.string(),
  z.array(z.object({ type: z.string(), data: z.unknown().optional() })),
);

const artifact = z.object({
  type: z.string(),
  environment: z.string().optional(),
  metadata: metadata.optional(),
  additionalMetadataFile: z.string().optional(),
  dependencies: z.array(z.string()).default([]),
  properties: z
    .object({
      templateFile: z.string().optional(),
      stackName: z.string().optional(),
      /** Of a `Stage`: the folder of its own assembly. */
      directoryName: z.string().optional(),
    })
    .optional(),
});

type Artifact = z.infer<typeof artifact>;

const manifest = z.object({ artifacts: z.record(z.string(), artifact).default({}) });

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

/** What `cdk synth` wrote for a stack of the CDK app. */
export interface AssemblyStack {
  readonly stackName: string;
  /** Its id in the assembly, and those of the stacks that it refers to. */
  readonly artifactId: string;
  readonly dependencies: readonly string[];
  readonly template: Template;
  /** Where AWS would have the stack. */
  readonly environment: Environment;
  /** The path of the construct of a resource, by its logical id: `Prod/Gateway/EventBus/Resource`. */
  readonly constructPaths: ReadonlyMap<string, string>;
}

/** What `cdk synth` wrote for a CDK app. */
export interface Assembly {
  /** Those of its stages too. */
  readonly stacks: readonly AssemblyStack[];
  /** Directory of the code, by the `Code.S3Key` of a function; a zip file is not in it. */
  readonly bundleDirectories: ReadonlyMap<string, string>;
}

/**
 * Reads a cloud assembly (`cdk.out`), the files that `cdk deploy` uploads.
 *
 * @throws {EmulatorError} when the directory holds no stack
 */
export async function loadAssembly(directory: string): Promise<Assembly> {
  const assembly = await loadDirectory(directory);
  if (assembly.stacks.length > 0) return assembly;
  throw new EmulatorError(`${directory} holds no stack: the CDK app must have one`);
}

async function loadDirectory(directory: string): Promise<Assembly> {
  const { artifacts } = manifest.parse(await readJson(path.join(directory, 'manifest.json')));
  // The stacks of stages last: a new stage must not change which gateway is the first one.
  const entries = Object.entries(artifacts).sort(
    ([, one], [, other]) => Number(isStage(one)) - Number(isStage(other)),
  );
  const loaded = await Promise.all(entries.map(([id, each]) => loadArtifact(directory, id, each)));
  return {
    stacks: loaded.flatMap(({ stacks }) => stacks),
    bundleDirectories: new Map(loaded.flatMap((each) => [...each.bundleDirectories])),
  };
}

function isStage({ type, properties }: Artifact): boolean {
  return type === 'cdk:cloud-assembly' && properties?.directoryName !== undefined;
}

async function loadArtifact(directory: string, id: string, read: Artifact): Promise<Assembly> {
  const { type, properties } = read;
  if (isStage(read)) return loadDirectory(path.join(directory, properties?.directoryName ?? ''));
  if (type !== 'aws:cloudformation:stack') return { stacks: [], bundleDirectories: new Map() };
  const templateFile = path.join(directory, properties?.templateFile ?? `${id}.template.json`);
  return {
    stacks: [
      {
        stackName: properties?.stackName ?? id,
        artifactId: path.join(directory, id),
        dependencies: read.dependencies.map((each) => path.join(directory, each)),
        template: template.parse(await readJson(templateFile)),
        environment: readEnvironment(read.environment),
        constructPaths: await readConstructPaths(directory, read),
      },
    ],
    bundleDirectories: await loadBundleDirectories(directory, id),
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

/** CDK writes the logical id of each resource into the metadata of its construct. */
async function readConstructPaths(
  directory: string,
  { metadata: own = {}, additionalMetadataFile: file }: Artifact,
): Promise<ReadonlyMap<string, string>> {
  const other = file ? metadata.parse(await readJson(path.join(directory, file))) : {};
  return new Map(
    Object.entries({ ...own, ...other }).flatMap(([constructPath, entries]) =>
      entries
        .filter(({ type }) => type === 'aws:cdk:logicalId')
        .map(({ data }) => [String(data), constructPath.slice(1)] as const),
    ),
  );
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
