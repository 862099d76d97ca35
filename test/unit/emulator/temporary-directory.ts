import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory that goes with the test; gives the paths of files in it. */
export function temporaryDirectory(): (name: string) => string {
  const directory = mkdtempSync(path.join(tmpdir(), 'tributary-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return (name) => path.join(directory, name);
}
