import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesize } from '../../tools/emulator/template/synthesize.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The stack's cloud assembly, bundles built. */
    assemblyDirectory: string;
  }
}

/** Builds and synthesizes the stack before the first test: it would cost each file some seconds. */
export default async function synthesizeOnce(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'tributary-assembly-'));
  await synthesize(directory);
  project.provide('assemblyDirectory', directory);
  return () => rm(directory, { recursive: true });
}
