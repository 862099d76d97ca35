import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Report {
  readonly count: number;
  readonly stages: readonly { readonly name: string; readonly modules: readonly string[] }[];
}

/**
 * How many modules a reader has to open who follows one image from the endpoint to the bucket. Seven of
 * them came with the names of a person and the owner's own ids, which link conversations on the way; one has the
 * two clocks, by which the callback function and the publisher measure time, and one lets both wait for a free
 * connection.
 */
const maxModules = 64;
const maxModulesOfMirror = 15;

describe('npm run journey', () => {
  let report: Report = { count: 0, stages: [] };
  let modules: readonly string[] = [];

  beforeAll(() => {
    const options = { cwd: root, encoding: 'utf8' } as const;
    const { stdout, stderr } = spawnSync('npm', ['run', '-s', 'journey', '--', '--json'], options);
    expect(stderr).toBe('');
    report = JSON.parse(stdout);
    modules = report.stages.flatMap((stage) => stage.modules);
  });

  it('follows an image through all functions', () => {
    expect(report.stages.map(({ name }) => name)).toEqual([
      'callback',
      'publisher',
      'media mirror',
      'publisher, for media.stored',
    ]);
  });

  it('lists each module once, in the order of entry', () => {
    expect(modules).toEqual([...new Set(modules)]);
    expect(modules.filter((path) => !existsSync(`${root}/${path}`))).toEqual([]);
    const order = ['functions/callback/create-handler.ts', 'functions/callback/http-event.ts'];
    expect(modules.filter((path) => order.includes(path))).toEqual(order);
    expect(modules).not.toContain('shared/runtime/environment.ts');
  });

  it('is walked by docs/architecture.md, module by module', () => {
    const page = readFileSync(`${root}/docs/architecture.md`, 'utf8');
    expect(modules.filter((path) => !page.includes(`(../${path})`))).toEqual([]);
  });

  it('stays within the number of modules that a reader can follow', () => {
    expect(report.count).toBe(modules.length);
    expect(report.count).toBeLessThanOrEqual(maxModules);
    const mirror = report.stages.find(({ name }) => name === 'media mirror');
    expect(mirror?.modules.length).toBeLessThanOrEqual(maxModulesOfMirror);
  });
});
