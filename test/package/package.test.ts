import { readdirSync } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../../functions/providers/registry.ts';
import { gatewayHandlers } from '../../lib/bundling/bundle.ts';
import { eventDefinitions } from '../../shared/contract/index.ts';
import { toSchemaFiles } from '../../tools/dev/docs/schema-files.ts';
import { projectDirectory } from '../../tools/project-directory.ts';
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

/** The package with its dependencies, from which an operator runs the CLI. */
const maxInstallMegabytes = 25;

let project: Awaited<ReturnType<typeof createScratchProject>>;

beforeAll(async () => {
  project = await createScratchProject();
});

afterAll(() => project?.remove());

describe('the packed package', () => {
  /** What it contains in any number, each kind with its files. */
  const kinds = {
    modules:
      /^esm\/(functions|lib|sdk|shared|tools\/(command-line|provider-testing))\/.+\.(js|d\.ts)$/,
    bundles: /^functions\/[\w-]+\/index\.mjs$/,
    'the CLI': /^cli\/[\w-]+\.js$/,
    'what `init` and `new-provider` write': /^cli\/templates\//,
    documentation: /^docs\/(adr\/)?[\w-]+\.md$/,
    examples: /^examples\/([\w-]+\/)*[\w.-]+$/,
    fixtures: /^fixtures\/([\w-]+\/[\w.-]+\.payload\.json|media\/[\w.-]+)$/,
  };

  it('contains the built code, and what belongs to it', () => {
    const others = project.packed.filter(
      (path) => !Object.values(kinds).some((kind) => kind.test(path)),
    );
    expect(others.toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'asyncapi.json',
      ...['icon.svg', 'index.html', 'page.css'].map((file) => `cli/console/${file}`),
      'cli/console/page.js',
      'package.json',
      ...[...toSchemaFiles().keys()].map((file) => `schemas/${file}`).toSorted(),
    ]);
    for (const [name, kind] of Object.entries(kinds)) {
      expect(project.packed.filter((path) => kind.test(path)).length, name).toBeGreaterThan(3);
    }
  });

  it('contains a bundle for every provider and every other function', () => {
    const bundles = project.packed.filter((path) => kinds.bundles.test(path));
    const names = Object.keys(gatewayHandlers(providers));
    expect(bundles.toSorted()).toEqual(names.map((name) => `functions/${name}/index.mjs`).sort());
  });

  it('contains no test, no source and no source map but what an adopter copies', () => {
    const unwanted = /\.map$|(?<!\.d)\.ts$|\.test\.|\/examples\/|^test\//;
    const found = project.packed.filter((path) => unwanted.test(path));
    expect(found.filter((path) => !/^(cli\/templates|examples)\//.test(path))).toEqual([]);
  });

  it('contains every example with all that it runs of, and nothing that running one leaves behind', () => {
    const examples = project.packed.filter((path) => kinds.examples.test(path));
    const names = readdirSync(join(projectDirectory, 'sdk/examples'), { withFileTypes: true });
    for (const { name } of names.filter((entry) => entry.isDirectory())) {
      const own = examples.filter((path) => path.startsWith(`examples/${name}/`));
      expect(own).toContain(`examples/${name}/README.md`);
    }
    expect(examples).toContain('examples/auto-reply/cdk.json');
    expect(examples).toContain('examples/python-reader/records.py');
    const leftBehind = /\.tributary|cdk\.out|__pycache__|node_modules/;
    expect(examples.filter((path) => leftBehind.test(path))).toEqual([]);
  });

  it('installs no package that only contributors need, in few megabytes', async () => {
    const installed = await readdir(join(project.folder, 'node_modules'));
    expect(installed.filter((name) => !name.startsWith('.')).sort()).toEqual([
      '@smithy',
      'tributary-gateway',
      'tslib',
      'zod',
    ]);
    const sizes = (await readdir(join(project.folder, 'node_modules'), { recursive: true })).map(
      async (file) => {
        const { size, isFile } = await lstat(join(project.folder, 'node_modules', file)).then(
          (found) => ({ size: found.size, isFile: found.isFile() }),
        );
        return isFile ? size : 0;
      },
    );
    const megabytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1e6;
    // All of the CLI is in it: an operator needs nothing else.
    expect(megabytes).toBeLessThan(maxInstallMegabytes);
  });
});

describe('the CLI of an installed package', () => {
  it.each(['tributary-gateway', 'tributary'])('runs as %s', async (bin) => {
    const { version } = JSON.parse(
      await readFile(join(project.folder, 'node_modules/tributary-gateway/package.json'), 'utf8'),
    );
    expect(await project.bin(bin, '--version')).toBe(`${version}\n`);
    expect(await project.bin(bin, '--help')).toContain('doctor');
  });

  it('loads neither the CDK nor the emulator nor esbuild before a command needs it', async () => {
    const cli = join(project.folder, 'node_modules/tributary-gateway/cli/tributary.js');
    const loaded = new Set([cli]);
    for (const file of loaded) {
      const text = await readFile(file, 'utf8');
      for (const [, to = ''] of text.matchAll(/(?:\bfrom|\bimport) ?"(\.[^"]+)"/g)) {
        loaded.add(join(dirname(file), to));
      }
    }
    const code = (await Promise.all([...loaded].map((file) => readFile(file, 'utf8')))).join('\n');
    expect(code).not.toMatch(/(?:\bfrom|\bimport) ?"(aws-cdk-lib|constructs|esbuild|fauxqs|tsx)/);
  });
});

describe('an installed package', () => {
  it('parses and handles events in plain Node.js, without AWS SDK and CDK', async () => {
    const event = delivered(goldenEvent('message.received'));
    await project.write(
      'run.js',
      `import { parseEvent } from 'tributary-gateway/events';
       import { createHandler } from 'tributary-gateway/handler';
       const event = ${JSON.stringify(event)};
       console.log(parseEvent(event).outcome);
       await createHandler(['message.received'], {
         'message.received': ({ detail }) => console.log(detail.data.message.id),
       })(event);`,
    );
    expect(await project.node('run.js')).toBe(`event\n${event.detail.data.message.id}\n`);
  });

  it('is required by a subscriber in CommonJS', async () => {
    await project.write(
      'subscriber.cjs',
      `const { createHandler } = require('tributary-gateway/handler');
       const { sample } = require('tributary-gateway/testing');
       exports.handler = createHandler(['message.received'], {
         'message.received': ({ detail }) => console.log(detail.data.message.id),
       });
       exports.handler(sample('message.received'));`,
    );
    expect(await project.node('--no-warnings', 'subscriber.cjs')).toBe('wamid.SAMPLE1\n');
  });

  it('is bundled into CommonJS, as NodejsFunction does by default', async () => {
    await project.write(
      'function.ts',
      `import { createHandler } from 'tributary-gateway/handler';
       export const handler = createHandler(['message.received'], {
         'message.received': ({ detail }) => console.log(detail.data.message.id),
       });`,
    );
    await build({
      absWorkingDir: project.folder,
      entryPoints: ['function.ts'],
      outfile: 'function.cjs',
      bundle: true,
      format: 'cjs',
      platform: 'node',
    });
    const event = delivered(goldenEvent('message.received'));
    const code = `require('./function.cjs').handler(${JSON.stringify(event)})`;
    expect(await project.node('-e', code)).toBe(`${event.detail.data.message.id}\n`);
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

  it('has the schema of an event at the address that names it', async () => {
    const event = delivered(goldenEvent('message.status.updated'));
    await project.write(
      'addresses.js',
      `import { readdirSync } from 'node:fs';
       import { toSchemaAddress } from 'tributary-gateway/events';
       const load = (address) =>
         import(address.slice('npm:'.length), { with: { type: 'json' } }).then((it) => it.default);
       const { title } = await load(toSchemaAddress(${JSON.stringify(event.detail.metadata)}));
       const files = readdirSync(new URL('.', import.meta.resolve('tributary-gateway/schemas/message.sent.v1.json')));
       for (const file of files) {
         const { $id } = await load('npm:tributary-gateway/schemas/' + file);
         if ((await load($id)).$id !== $id || !$id.endsWith('/' + file)) console.log($id);
       }
       console.log(title, files.length);`,
    );
    const count = Object.keys(eventDefinitions).length;
    expect(await project.node('addresses.js')).toBe(`message.status.updated ${count}\n`);
  });

  it('has only documented entries', async () => {
    const readme = await readFile(
      join(project.folder, 'node_modules/tributary-gateway/README.md'),
      'utf8',
    );
    const { exports } = JSON.parse(
      await readFile(join(project.folder, 'node_modules/tributary-gateway/package.json'), 'utf8'),
    );
    const documented = [...readme.matchAll(/^\| `tributary-gateway\/([\w/]+)`/gm)].map(
      ([, name]) => name,
    );
    expect(Object.keys(exports)).toEqual([
      ...documented.map((name) => `./${name}`),
      './asyncapi.json',
      './schemas/*',
      './package.json',
    ]);
    const inside = project.node('-e', "import('tributary-gateway/esm/sdk/events/index.js')");
    await expect(inside).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it('brings neither the CDK nor the AWS SDK into the bundle of a function', async () => {
    await project.write('bundled.js', "export { createHandler } from 'tributary-gateway/handler';");
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
    expect(inputs.some((path) => path.includes('tributary-gateway/esm/sdk/handler'))).toBe(true);
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
      const entries = ['events', 'handler', 'deduplication', 'ordering', 'reader', 'provider'];
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
         const app = new App({ outdir: 'ordered.out' });
         const env = { account: '111122223333', region: 'eu-west-1' };
         const stack = new Stack(app, 'Chat', { env });
         const { ordered } = new Subscription(stack, 'Texts', {
           busArn: 'arn:aws:events:eu-west-1:111122223333:event-bus/tributary',
           pattern: eventPattern(['message.received']),
           to: {
             function: new lambda.Function(stack, 'Bot', {
               runtime: lambda.Runtime.NODEJS_24_X,
               handler: 'index.handler',
               code: lambda.Code.fromInline('//'),
             }),
           },
           order: 'conversation',
         });
         app.synth();
         console.log(ordered.forwarder.node.path);`,
      );
      expect(await project.node('ordered.js')).toBe('Chat/Texts/Ordered/Forwarder\n');
      const out = join(project.folder, 'ordered.out');
      const [asset = ''] = (await readdir(out)).filter((name) => name.startsWith('asset.'));
      expect(await readdir(join(out, asset))).toEqual(['index.mjs']);
    });

    it('deploys the function of an HTTP subscription', async () => {
      await project.write(
        'posting.js',
        `import { App, Stack } from 'aws-cdk-lib';
         import { eventPattern, HttpSubscription } from 'tributary-gateway/subscriptions';
         const app = new App({ outdir: 'posting.out' });
         const env = { account: '111122223333', region: 'eu-west-1' };
         new HttpSubscription(new Stack(app, 'Team', { env }), 'Crm', {
           busArn: 'arn:aws:events:eu-west-1:111122223333:event-bus/tributary',
           pattern: eventPattern(['message.received']),
           url: 'https://crm.example/hook',
         });
         app.synth();`,
      );
      expect(await project.node('posting.js')).toBe('');
      const out = join(project.folder, 'posting.out');
      const [asset = ''] = (await readdir(out)).filter((name) => name.startsWith('asset.'));
      expect(await readdir(join(out, asset))).toEqual(['index.mjs']);
    });

    it.each([
      'cdk',
      'providers',
      'provider',
      'deduplication',
      'ordering',
      'reader',
      'subscriptions',
    ])('loads tributary-gateway/%s', async (entry) => {
      const printed = await project.node(
        '-e',
        `import('tributary-gateway/${entry}').then((it) => console.log(Object.keys(it).length))`,
      );
      expect(Number(printed)).toBeGreaterThan(0);
    });
  });
});

/** Writes the TypeScript of the README, and declarations of the names that it does not define. */
async function writeSnippets(): Promise<void> {
  const readme = await readFile(
    join(project.folder, 'node_modules/tributary-gateway/README.md'),
    'utf8',
  );
  const snippets = [...readme.matchAll(/```ts\n(?:\/\/ (\S+)\n)?(.+?)```/gs)];
  expect(snippets.length).toBeGreaterThan(4);
  for (const [index, [, file, code = '']] of snippets.entries()) {
    await project.write(file ?? `snippet-${index}.ts`, code);
  }
  await project.write(
    'commonjs.cts',
    `import { createHandler } from 'tributary-gateway/handler';
     export const handler = createHandler(['message.received'], {
       'message.received': ({ detail }) => detail.data.message.id,
     });`,
  );
  await project.write(
    'given.d.ts',
    `declare const stack: import('aws-cdk-lib').Stack;
     declare const busArn: string;
     declare const eventsTable: string;
     declare const replyFunction: import('aws-cdk-lib/aws-lambda').IFunction;`,
  );
}
