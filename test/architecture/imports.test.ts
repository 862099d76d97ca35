import { describe, expect, it } from 'vitest';
import { mayImport, partOf, parts } from './parts.ts';
import { folders, loadedBy, readSourceFiles, type SourceFile } from './source-files.ts';

const files = folders.flatMap(readSourceFiles);

const isFile = (to: string) => folders.some((folder) => to.startsWith(`${folder}/`));

/** The imports that break a rule, as `from → to`. */
function offences(
  rules: (file: SourceFile) => boolean,
  breaks: (to: string, file: SourceFile, isType: boolean) => boolean,
): readonly string[] {
  return files
    .filter(rules)
    .flatMap((file) =>
      file.imports
        .filter(({ to, isType }) => breaks(to, file, isType))
        .map(({ to }) => `${file.path} → ${to}`),
    );
}

describe('who may import whom', () => {
  it('every file belongs to a part', () => {
    expect(files.length).toBeGreaterThan(700);
    expect(
      files.filter(({ path }) => partOf(path) === undefined).map(({ path }) => path),
      'Add the new folder to parts.ts, with what it may import.',
    ).toEqual([]);
  });

  it.each(parts.map((part) => [part.has.join(', '), part] as const))('%s', (_, part) => {
    const ruled = files.filter(({ path }) => partOf(path) === part);
    expect(ruled, 'This part has no file any more: remove it.').not.toEqual([]);
    const found = offences(
      (file) => ruled.includes(file),
      (to, { path }) => isFile(to) && !mayImport(part, path, to),
    );
    expect(found, part.otherwise).toEqual([]);
  });

  it('an operator’s command never loads the emulator, the stack or a test', () => {
    const loaded = loadedBy('tools/operator/run-tributary.ts', files);
    expect(loaded.files).toContain('tools/operator/doctor/check-callbacks.ts');
    expect(
      loaded.files.filter((path) => /^(tools\/(emulator|dev|init)|lib|test)\//.test(path)),
      'Move what the CLI needs into tools/emulator-client, tools/event-pattern or shared.',
    ).toEqual([]);
    expect(loaded.packages.filter((name) => /^(aws-cdk-lib|constructs)/.test(name))).toEqual([]);
  });

  it('the CLI loads a command when it runs, and esbuild when a provider of one’s own is read', () => {
    const entry = loadedBy('bin/tributary.ts', files, 'statically');
    expect(entry.files).toContain('tools/project-commands.ts');
    expect(
      entry.files.filter((path) => !/^(bin|tools\/command-line)\//.test(path)),
      'Import a command in its `load`: each start of the CLI would load it.',
    ).toEqual(['tools/project-commands.ts']);
    const operator = loadedBy('tools/operator/run-tributary.ts', files, 'statically');
    expect(operator.files).toContain('tools/own-provider/load-own-provider.ts');
    expect(operator.packages).not.toContain('esbuild');
  });

  it('no file loads itself through others', () => {
    expect(
      findCircles(),
      'Move what the files of the circle share into a file below them.',
    ).toEqual([]);
  });
});

/** Circles of value imports: each as its files, joined by arrows. */
function findCircles(): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const finished = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    if (finished.has(path)) return;
    for (const { to, isType } of byPath.get(path)?.imports ?? []) {
      if (byPath.has(to) && !isType) visit(to, [...trail, path]);
    }
    finished.add(path);
  };
  for (const { path } of files) visit(path, []);
  return circles;
}

const isHandler = (path: string) => /(^|\/)(handler|create-handler)\.ts$/.test(path);
const isNamedAfterService = (path: string) =>
  /(^|\/)(cloudformation|cloudwatch|dynamodb|eventbridge|lambda|s3|secrets-manager|sqs)-[^/]+$/.test(
    path,
  );

describe('ports', () => {
  it('only adapters and handlers import the AWS SDK', () => {
    const isRuled = (path: string) => /^(functions|shared|sdk|tools\/operator)\//.test(path);
    expect(
      offences(
        ({ path }) => isRuled(path) && !isHandler(path) && !isNamedAfterService(path),
        (to, _, isType) => to.startsWith('@aws-sdk/') && !isType,
      ),
      'Call AWS in a file that is named after the service (dynamodb-…, s3-…), behind a port.',
    ).toEqual([]);
  });

  it('the AWS adapters of the CLI are named after their service', () => {
    const adapters = files
      .map(({ path }) => path)
      .filter((path) => /^tools\/operator\/aws\//.test(path));
    expect(adapters.length).toBeGreaterThan(5);
    expect(
      adapters.filter((path) => !isNamedAfterService(path)),
      'Name the file after the service, or move what calls no service to tools/operator/gateway.',
    ).toEqual([]);
  });

  it('only handlers import adapters of AWS services', () => {
    const isRuled = (path: string) => /^(functions|shared)\//.test(path);
    expect(
      offences(
        ({ path }) => isRuled(path) && !isHandler(path) && !isNamedAfterService(path),
        (to) => isFile(to) && isNamedAfterService(to),
      ),
      'Take the port as an argument; the handler creates the adapter.',
    ).toEqual([]);
  });

  it('providers, the contract, the seam for adapters and the grammars do no I/O', () => {
    const isPure = (path: string) =>
      (/^functions\/providers\/[^/]+\//.test(path) && !isHandler(path)) ||
      /^shared\/(cloud-api|contract|media|messenger-platform|provider|rcs|whatsapp|json\.ts)/.test(
        path,
      ) ||
      (/^(functions\/callback|shared\/(table|payloads))\//.test(path) &&
        !isHandler(path) &&
        !isNamedAfterService(path));
    const isIo = (to: string) =>
      /^(node:)?(child_process|dgram|dns|fs|http|http2|https|net|timers|tls|worker_threads)(\/|$)/.test(
        to,
      ) || to.startsWith('@aws-sdk/');
    expect(
      offences(
        ({ path }) => isPure(path),
        (to, _, isType) => isIo(to) && !isType,
      ),
      'Take what the I/O returns as an argument.',
    ).toEqual([]);
  });
});

describe('effects', () => {
  const edge =
    /^(bin|tools\/init\/templates\/app\/bin|test|tools\/emulator)\/|(^|\/)(handler|create-handler|main)\.ts$|^tools\/dev\/[^/]+\.ts$|^lib\/bundling\/lambda-credentials\.ts$|^sdk\/examples\/[^/]+\/(app|chat-server)\.ts$/;

  it('only the edge reads the environment', () => {
    const readers = files.filter(
      ({ path, text, imports }) =>
        !edge.test(path) &&
        (/process\.env\b/.test(text) || imports.some(({ to }) => /^(node:)?process$/.test(to))),
    );
    expect(
      readers.map(({ path }) => path),
      'Read the variable in the handler or in bin/, and pass the value in.',
    ).toEqual([]);
  });

  it('only the edge reads the clock', () => {
    const clock = /(?<!now = \(\) => )new Date\(\)|Date\.now\(\)/;
    const readers = files.filter(({ path, text }) => !edge.test(path) && clock.test(text));
    expect(
      readers.map(({ path }) => path),
      'Take `now` as an argument; the handler or bin/ passes the clock in.',
    ).toEqual([]);
  });
});
