import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const layers = ['bin', 'functions', 'lib', 'sdk', 'shared', 'tools'];

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Paths from the root for files of ours, names for packages. */
  readonly imports: readonly string[];
}

const files = layers.flatMap(readLayer);

function readLayer(layer: string): readonly SourceFile[] {
  return readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => {
      const path = join(layer, file);
      const text = readFileSync(join(root, path), 'utf8');
      const found = text.matchAll(/^(?:import|export)[^'"]*?from '([^']+)'|^import '([^']+)'/gms);
      const imports = [...found].map(([, from, bare]) => resolveImport(path, from ?? bare ?? ''));
      return { path, text, imports };
    });
}

function resolveImport(path: string, specifier: string): string {
  return specifier.startsWith('.')
    ? relative(root, join(root, dirname(path), specifier))
    : specifier;
}

function offenders(isRuledBy: (path: string) => boolean, breaks: (imported: string) => boolean) {
  return files
    .filter(({ path }) => isRuledBy(path))
    .flatMap(({ path, imports }) => imports.filter(breaks).map((to) => `${path} → ${to}`));
}

const isIn = (folder: string) => (path: string) => path.startsWith(`${folder}/`);

describe('who may import whom', () => {
  it('reads the sources that it rules', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap(({ imports }) => imports)).toContain('shared/provider/manifest.ts');
  });

  it('shared imports nothing above it', () => {
    const above = ['bin/', 'lib/', 'tools/emulator/', 'functions/', 'test/', 'tools/dev/'];
    expect(offenders(isIn('shared'), (to) => above.some((at) => to.startsWith(at)))).toEqual([]);
  });

  it('functions import nothing above them', () => {
    const above = ['bin/', 'lib/', 'tools/emulator/', 'test/', 'tools/dev/'];
    expect(offenders(isIn('functions'), (to) => above.some((at) => to.startsWith(at)))).toEqual([]);
  });

  it('the commands import no stack, and only entry points import commands', () => {
    expect(
      offenders(isIn('tools/operator'), (to) => to.startsWith('lib/') || to.startsWith('bin/')),
    ).toEqual([]);
    const isBelow = (path: string) => !isIn('bin')(path) && !isIn('tools/operator')(path);
    expect(offenders(isBelow, (to) => to.startsWith('tools/operator/'))).toEqual([]);
  });

  it('a function never imports another', () => {
    const crossing = files
      .filter(({ path }) => path.split('/').length > 2 && path.startsWith('functions/'))
      .flatMap(({ path, imports }) =>
        imports
          .filter((to) => to.startsWith('functions/') && to.split('/')[1] !== path.split('/')[1])
          .map((to) => `${path} → ${to}`),
      );
    expect(crossing).toEqual([]);
  });

  it('the stack knows of functions only the registry, the bundles and the environment keys', () => {
    const allowed = [
      'functions/providers/registry.ts',
      'shared/contract/eventbridge-schema.ts',
      'shared/payloads/payload-keys.ts',
      'shared/provider/manifest.ts',
      'shared/runtime/environment.ts',
      'shared/runtime/log-events.ts',
      'shared/runtime/provider-channels.ts',
      'shared/runtime/stack-outputs.ts',
      'shared/table/keys.ts',
    ];
    const ours = (to: string) => to.startsWith('functions/') || to.startsWith('shared/');
    expect(offenders(isIn('lib'), (to) => ours(to) && !allowed.includes(to))).toEqual([]);
  });

  it('the pipeline, the event records, the contract and the normalizers see ports, never AWS', () => {
    const pure = ['functions/callback', 'shared/table', 'shared/contract', 'shared/provider'];
    const isPure = (path: string) => pure.some((folder) => isIn(folder)(path));
    expect(offenders(isPure, (to) => to.startsWith('@aws-sdk/'))).toEqual([]);
  });

  it('the AWS SDK is used in adapters named after the service, and where they are wired', () => {
    const services = ['dynamodb', 's3', 'sqs', 'eventbridge', 'secrets-manager'];
    const mayUse = (path: string) => {
      const file = path.split('/').at(-1) ?? '';
      return (
        file === 'handler.ts' ||
        file === 'callback-handler.ts' ||
        services.some((service) => file.startsWith(`${service}-`))
      );
    };
    const runtime = (path: string) => isIn('shared')(path) || isIn('functions')(path);
    const clients = files
      .filter(({ path }) => runtime(path) && !mayUse(path))
      .filter(({ text }) => /^import (?!type)[^;]*from '@aws-sdk\//m.test(text))
      .map(({ path }) => path);
    expect(clients).toEqual([]);
  });

  it('verify, schema and normalize of a provider do no I/O', () => {
    const isAdapter = (path: string) =>
      /^functions\/[^/]+\/(verify|schema|normalize|manifest|index)(\/|\.ts$)/.test(path) &&
      !/^functions\/(publisher|media-mirror)\//.test(path);
    const io = (to: string) =>
      /^node:(fs|net|http|https|dns|child_process|worker_threads|timers)/.test(to) ||
      to.startsWith('@aws-sdk/');
    expect(offenders(isAdapter, io)).toEqual([]);
  });
});

describe('effects', () => {
  it('the environment is read only at the edge', () => {
    const edge = /(^|\/)(handler|callback-handler)\.ts$|^(bin|local|lib)\//;
    const readers = files
      .filter(({ path, text }) => !edge.test(path) && text.includes('process.env'))
      .map(({ path }) => path);
    expect(readers).toEqual([]);
  });

  it('the clock is read only at the edge', () => {
    const edge = /(^|\/)(handler|callback-handler)\.ts$|^(bin|local|lib)\//;
    const readers = files
      .filter(({ path, text }) => !edge.test(path) && /new Date\(\)|Date\.now\(\)/.test(text))
      .map(({ path }) => path);
    expect(readers).toEqual([]);
  });
});
