import path from 'node:path';
import { expect, it } from 'vitest';
import { providers } from '../../functions/providers/registry.ts';
import { bundleFunctions, gatewayHandlers } from '../../lib/bundling/bundle.ts';
import { projectDirectory } from '../../tools/project-directory.ts';
import { startBundle } from '../bench/cold-start/start-bundle.ts';

const handlers = gatewayHandlers(providers);

it.each(Object.keys(handlers))(
  'the bundle %s starts with what its stack gives it',
  async (name) => {
    const folderOf = await bundleFunctions(projectDirectory, handlers);
    const { readyMs } = await startBundle(path.join(folderOf(name), 'index.mjs'));
    expect(readyMs).toBeGreaterThan(0);
  },
);
