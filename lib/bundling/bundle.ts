import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { describeBuild, isBuilt } from './built.ts';
import { bundleNames, coreFunctions } from './bundle-names.ts';
import { bundleSettings } from './bundle-settings.ts';
import { leanAwsSdk } from './lean-aws-sdk.ts';

/** The handler of each function to bundle, by the function's name. */
export type Handlers = Readonly<Record<string, HandlerModule>>;

/** The module that Lambda enters: its file, or its text. Paths are relative to the root. */
export type HandlerModule = string | { readonly text: string };

/**
 * The handlers of every bundle: one for each provider of the registry, those of the functions that every gateway,
 * an ordered and an HTTP subscription have, and what a provider of an adopter's own is bundled with.
 */
export function gatewayHandlers(providers: readonly { readonly id: string }[]): Handlers {
  return {
    ...Object.fromEntries(providers.map(({ id }) => [id, callbackHandler(id)])),
    ...Object.fromEntries(
      [...coreFunctions, bundleNames.generic, bundleNames.httpDelivery].map((name) => [
        name,
        `functions/${name}/handler.ts`,
      ]),
    ),
    [bundleNames.forwarder]: 'sdk/ordering/forwarder/handler.ts',
    [bundleNames.callback]: 'functions/callback/create-handler.ts',
  };
}

/** The handler of a provider, which is the same for all but for the folder of its adapter. */
export function callbackHandler(id: string): HandlerModule {
  return {
    text: `import { createCallbackHandler } from './functions/callback/create-handler.ts';
import { manifest } from './functions/providers/${id}/manifest.ts';
import * as code from './functions/providers/${id}/normalize.ts';
import { defineProvider } from './shared/provider/define-provider.ts';

export const handler = createCallbackHandler(defineProvider(manifest, code));
`,
  };
}

/**
 * Bundles every handler to `dist/functions/<name>/index.mjs` in one call of esbuild. Source maps are next to the
 * bundles; `dist/functions.meta.json` lists the modules of each bundle. Nothing is built when
 * `dist/functions.built.json` says that the same is there already.
 *
 * Several processes may bundle at the same time: each file is replaced atomically, so that no reader
 * sees half of one.
 *
 * @param root the folder of the repository
 * @returns the folder of a function's bundle, by its name
 * @throws {Error} with esbuild's messages when a function does not build
 */
export async function bundleFunctions(
  root: string,
  handlers: Handlers,
): Promise<(name: string) => string> {
  const dist = join(root, 'dist');
  const folderOf = (name: string) => join(dist, 'functions', name);
  const lastBuild = join(dist, 'functions.built.json');
  const settings = { handlers, bundleSettings };
  if (isBuilt(await readFile(lastBuild, 'utf8').catch(() => undefined), settings)) return folderOf;
  await mkdir(dist, { recursive: true });
  await replaceFile(dist, lastBuild, '{}');
  const { ctimeMs: startedAtMs } = await stat(lastBuild);
  const { outputFiles, metafile } = await build({
    ...bundleSettings,
    absWorkingDir: root,
    entryPoints: Object.entries(handlers).map(([name, handler]) => ({
      in: typeof handler === 'string' ? handler : `${writtenHandler}${name}`,
      out: `${name}/index`,
    })),
    outdir: join(dist, 'functions'),
    outExtension: { '.js': '.mjs' },
    sourcemap: 'external',
    plugins: [leanAwsSdk, toHandlerPlugin(root, handlers)],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const metafilePath = join(dist, 'functions.meta.json');
  await Promise.all([
    ...outputFiles.map(({ path, contents }) => replaceFile(dist, path, contents)),
    replaceFile(dist, metafilePath, JSON.stringify(metafile)),
  ]);
  const inputs = Object.keys(metafile.inputs)
    .filter((name) => !isInNoFile.test(name))
    .map((name) => resolve(root, name));
  const outputs = [...outputFiles.map(({ path }) => path), metafilePath];
  const description = describeBuild(root, settings, inputs, outputs, startedAtMs);
  if (description !== undefined) await replaceFile(dist, lastBuild, description);
  return folderOf;
}

/** An input with a namespace: the text of a handler, or what esbuild leaves out. */
const isInNoFile = /^[\w()-]+:/;

/** Beginning of the path of a handler that has no file. */
const writtenHandler = 'handler-of:';

/** esbuild's `stdin`, but for more than one module. */
function toHandlerPlugin(root: string, handlers: Handlers): Plugin {
  const namespace = 'handler';
  return {
    name: namespace,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${writtenHandler}`) }, ({ path }) => ({
        path: path.slice(writtenHandler.length),
        namespace,
      }));
      onLoad({ filter: /.*/, namespace }, ({ path }) => {
        const handler = handlers[path];
        const contents = typeof handler === 'object' ? handler.text : '';
        return { contents, loader: 'ts', resolveDir: root };
      });
    },
  };
}

async function replaceFile(
  dist: string,
  file: string,
  contents: string | Uint8Array,
): Promise<void> {
  const draft = join(dist, `${randomUUID()}.draft`);
  await writeFile(draft, contents);
  await mkdir(dirname(file), { recursive: true });
  await rename(draft, file);
}
