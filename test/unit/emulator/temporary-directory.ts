import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** Creates a directory that is deleted after the test; returns the paths of files in it. */
export function temporaryDirectory(): (name: string) => string {
  const directory = mkdtempSync(path.join(tmpdir(), 'tributary-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return (name) => path.join(directory, name);
}
