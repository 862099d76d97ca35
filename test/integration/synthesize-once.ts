import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesize } from '../../tools/emulator/template/synthesize.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Directory of the stack's cloud assembly, with built bundles. */
    assemblyDirectory: string;
  }
}

/** Synthesizes the stack once before all tests, because it takes some seconds. */
export default async function synthesizeOnce(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), 'tributary-assembly-'));
  await synthesize(directory);
  project.provide('assemblyDirectory', directory);
  return () => rm(directory, { recursive: true });
}
