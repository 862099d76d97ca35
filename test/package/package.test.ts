import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toSchemaFiles } from '../../tools/dev/docs/schema-files.ts';
import { delivered, goldenEvent } from '../support/golden-events.ts';
import { createScratchProject } from './scratch-project.ts';

/** The options of a project that runs TypeScript without building it. */
const compilerOptions = {
  target: 'ES2024',
  module: 'NodeNext',
  strict: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  types: ['node'],
};

let project: Awaited<ReturnType<typeof createScratchProject>>;

beforeAll(async () => {
  project = await createScratchProject();
});

afterAll(() => project?.remove());

describe('the packed package', () => {
  it('contains the built SDK with the modules that it imports, and nothing of the gateway', () => {
    const code = /^(sdk|shared)\/.+\.(js|d\.ts)$/;
    const documents = project.packed.filter((path) => !code.test(path));
    expect(documents.toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'asyncapi.json',
      'package.json',
      ...[...toSchemaFiles().keys()].map((file) => `schemas/${file}`).toSorted(),
    ]);
    expect(project.packed).toContain('sdk/events/index.d.ts');
    expect(project.packed.filter((path) => path.startsWith('sdk/examples/'))).toEqual([]);
  });

  it('installs no package that only contributors need', async () => {
    const installed = await readdir(join(project.folder, 'node_modules'));
    expect(installed.filter((name) => !name.startsWith('.')).sort()).toEqual([
      '@smithy',
      'tributary-gateway',
      'tslib',
      'zod',
    ]);
  });
});

describe('an installed package', () => {
  it('parses and handles events in plain Node.js, without AWS SDK and CDK', async () => {
    const event = delivered(goldenEvent('message.received'));
    await project.write(
      'run.js',
      `import { parseEvent } from 'tributary-gateway/events';
       import { handler } from 'tributary-gateway/handler';
       const event = ${JSON.stringify(event)};
       console.log(parseEvent(event).outcome);
       await handler(['message.received'], {
         'message.received': ({ detail }) => console.log(detail.data.message.id),
       })(event);`,
    );
    expect(await project.node('run.js')).toBe(`event\n${event.detail.data.message.id}\n`);
  });

  it('has the schemas and the AsyncAPI document of its events', async () => {
    await project.write(
      'documents.js',
      `import asyncapi from 'tributary-gateway/asyncapi.json' with { type: 'json' };
       import schema from 'tributary-gateway/schemas/message.received.v1.json' with { type: 'json' };
       console.log(asyncapi.asyncapi, schema.title);`,
    );
    expect(await project.node('documents.js')).toBe('3.0.0 message.received\n');
  });

  it('has only documented entries', async () => {
    const readme = await readFile(
      join(project.folder, 'node_modules/tributary-gateway/README.md'),
      'utf8',
    );
    const { exports } = JSON.parse(
      await readFile(join(project.folder, 'node_modules/tributary-gateway/package.json'), 'utf8'),
    );
    const documented = [...readme.matchAll(/^\| `tributary-gateway\/(\w+)`/gm)].map(
      ([, name]) => name,
    );
    expect(Object.keys(exports)).toEqual([
      ...documented.map((name) => `./${name}`),
      './asyncapi.json',
      './schemas/*',
    ]);
    const inside = project.node('-e', "import('tributary-gateway/sdk/events/index.js')");
    await expect(inside).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it('brings neither the CDK nor the AWS SDK into the bundle of a function', async () => {
    await project.write('bundled.js', "export { handler } from 'tributary-gateway/handler';");
    const { metafile } = await build({
      absWorkingDir: project.folder,
      entryPoints: ['bundled.js'],
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      platform: 'node',
      metafile: true,
    });
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.filter((path) => /aws-cdk-lib|@aws-sdk|@smithy/.test(path))).toEqual([]);
    expect(inputs.some((path) => path.includes('tributary-gateway/sdk/handler'))).toBe(true);
  });

  describe('with the packages that a subscriber brings', () => {
    beforeAll(async () => {
      const peers = ['aws-cdk-lib', 'constructs', '@types/node'];
      const clients = ['client-dynamodb', 'client-s3', 'client-sqs', 'lib-dynamodb'];
      for (const name of [...peers, ...clients.map((client) => `@aws-sdk/${client}`)]) {
        await project.link(name);
      }
      await writeSnippets();
    });

    it('has declarations that compile in the strictest mode and reject unknown events', async () => {
      // Without the construct: the CDK's own declarations do not compile like this.
      const entries = ['events', 'handler', 'deduplication', 'ordering', 'reader'];
      await project.write(
        'declarations.ts',
        entries.map((entry) => `export type * from 'tributary-gateway/${entry}';`).join('\n'),
      );
      await project.write(
        'strictest.json',
        JSON.stringify({
          compilerOptions: { ...compilerOptions, exactOptionalPropertyTypes: true },
          files: ['declarations.ts', 'misspelt.ts'],
        }),
      );
      await project.write(
        'misspelt.ts',
        `import { eventPattern } from 'tributary-gateway/events';
         eventPattern(['message.recieved']);`,
      );
      const complaints = (await project.typeCheck('strictest.json')).split(/\n(?=\S)/);
      expect(complaints).toEqual([expect.stringContaining('Did you mean \'"message.received"\'?')]);
    });

    it('compiles the code in its README', async () => {
      await project.write(
        'tsconfig.json',
        JSON.stringify({
          compilerOptions: { ...compilerOptions, skipLibCheck: true },
          exclude: ['misspelt.ts'],
        }),
      );
      await writeSnippets();
      expect(await project.typeCheck('tsconfig.json')).toBe('');
    });

    it('deploys the forwarder of an ordered subscription', async () => {
      await project.write(
        'ordered.js',
        `import { App, Stack } from 'aws-cdk-lib';
         import * as lambda from 'aws-cdk-lib/aws-lambda';
         import { eventPattern, Subscription } from 'tributary-gateway/subscriptions';
         const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
         const env = { account: '111122223333', region: 'eu-west-1' };
         const stack = new Stack(app, 'Chat', { env });
         const { ordered } = new Subscription(stack, 'Texts', {
           busArn: 'arn:aws:events:eu-west-1:111122223333:event-bus/tributary',
           pattern: eventPattern(['message.received']),
           to: {
             function: new lambda.Function(stack, 'Bot', {
               runtime: lambda.Runtime.NODEJS_24_X,
               handler: 'index.handle',
               code: lambda.Code.fromInline('//'),
             }),
           },
           order: 'conversation',
         });
         console.log(ordered.forwarder.node.path);`,
      );
      expect(await project.node('ordered.js')).toBe('Chat/Texts/Ordered/Forwarder\n');
    });

    it.each(['deduplication', 'ordering', 'reader', 'subscriptions'])(
      'loads tributary-gateway/%s',
      async (entry) => {
        const printed = await project.node(
          '-e',
          `import('tributary-gateway/${entry}').then((it) => console.log(Object.keys(it).length))`,
        );
        expect(Number(printed)).toBeGreaterThan(0);
      },
    );
  });
});

/** Writes the TypeScript of the README, and declarations of the names that it does not define. */
async function writeSnippets(): Promise<void> {
  const readme = await readFile(
    fileURLToPath(new URL('../../sdk/README.md', import.meta.url)),
    'utf8',
  );
  const snippets = [...readme.matchAll(/```ts\n(?:\/\/ (\S+)\n)?(.+?)```/gs)];
  expect(snippets.length).toBeGreaterThan(3);
  for (const [index, [, file, code = '']] of snippets.entries()) {
    await project.write(file ?? `snippet-${index}.ts`, code);
  }
  await project.write(
    'given.d.ts',
    `declare const stack: import('aws-cdk-lib').Stack;
     declare const busArn: string;
     declare const eventsTable: string;
     declare const replyFunction: import('aws-cdk-lib/aws-lambda').IFunction;`,
  );
}
