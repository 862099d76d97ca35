import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleFunctions, callbackHandler } from '../../../lib/bundling/bundle.ts';
import { synthesize } from '../../../tools/emulator/template/synthesize.ts';
import { projectDirectory } from '../../../tools/project-directory.ts';
import { buildNaiveHandler } from '../cold-start/bundles.ts';

/**
 * Writes the application's cloud assembly with the naive handler in place of one provider's function,
 * so that a bare `PutItem` uses the same endpoint, runtime and engine. The outbox is removed: it would
 * use the same processors while one of the two is measured.
 */
export async function writeBareAssembly(directory: string, provider: string): Promise<void> {
  await synthesize(directory);
  const folderOf = await bundleFunctions(projectDirectory, {
    [provider]: callbackHandler(provider),
  });
  const own = await readFile(path.join(folderOf(provider), 'index.mjs'));
  for (const name of await readdir(directory)) {
    const bundle = path.join(directory, name, 'index.mjs');
    const content = await readFile(bundle).catch(() => undefined);
    if (content?.equals(own)) await buildNaiveHandler(bundle);
    if (name.endsWith('.template.json')) await removeOutbox(path.join(directory, name));
  }
}

async function removeOutbox(file: string): Promise<void> {
  const template = JSON.parse(await readFile(file, 'utf8'));
  const resources: Record<string, { readonly Type: string }> = template.Resources;
  template.Resources = Object.fromEntries(
    Object.entries(resources).filter(([, { Type }]) => Type !== 'AWS::Lambda::EventSourceMapping'),
  );
  await writeFile(file, JSON.stringify(template));
}
