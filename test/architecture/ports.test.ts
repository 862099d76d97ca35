import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { readSourceFiles, root } from './source-files.ts';

/** Ports without a contract suite, and why they need none. */
const withoutSuite: Readonly<Record<string, string>> = {
  DeadLetterQueue: 'One implementation, which test/http-subscription runs on the emulator.',
  DeliverySwitch: 'One implementation, which test/http-subscription runs on the emulator.',
  FetchMedia: 'One implementation, which test/unit/media-mirror/download tests on real servers.',
  LocateMedia: 'One implementation, which does no I/O of its own: it calls other ports.',
  MediaResponse: 'FetchMedia returns it.',
  PostToReceiver: 'One implementation, which test/unit/http-delivery tests on real servers.',
  SigningKeySource: 'One implementation, which test/http-subscription runs on the emulator.',
  TicketQueue:
    'One implementation, which test/integration/ordered-subscription runs on the emulator.',
};

interface Port {
  readonly name: string;
  /** The suite that its docstring names: "Held by `test/contract/ports/…`". */
  readonly suite: string | undefined;
}

const files = ['functions', 'sdk', 'shared'].flatMap(readSourceFiles);

/** What adapters return: `export function createS3PayloadStore(…): PayloadStore {`. */
const implemented = new Set(
  files
    .filter(({ path }) => /^(dynamodb|eventbridge|s3|secrets-manager|sqs)-/.test(basename(path)))
    .flatMap(({ text }) => [...text.matchAll(/^export function create[^{]*\): (\w+) \{$/gm)])
    .map(([, name]) => name),
);

const declaration =
  /(?<doc>\/\*\*(?:(?!\*\/).)*\*\/\n)?^export (?:interface (?<interface>\w+)[^\n]* \{\n(?<body>.*?)^\}|type (?<type>\w+) = \()/gms;

/**
 * The interfaces that an adapter implements, and everything in a `ports.ts` that can be called: its
 * function types, and its interfaces with a method.
 */
const ports: readonly Port[] = files.flatMap(({ path, text }) =>
  [...text.matchAll(declaration)].flatMap(({ groups = {} }) => {
    const name = groups.interface ?? groups.type ?? '';
    const isCalled = groups.body === undefined || /^ {2}\w+\(/m.test(groups.body);
    const isPort = implemented.has(name) || (basename(path) === 'ports.ts' && isCalled);
    return isPort ? [{ name, suite: findNamedSuites(groups.doc ?? '')[0] }] : [];
  }),
);

function findNamedSuites(text: string): readonly string[] {
  const named = text.matchAll(/[Hh]eld by\s[*\s]*`(test\/contract\/ports\/[\w.-]+)`/g);
  return [...named].map(([, suite = '']) => suite);
}

const suites = readdirSync(join(root, 'test/contract/ports'))
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => `test/contract/ports/${file}`)
  .sort();

it('every port names the contract suite that holds it, or is listed with the reason', () => {
  expect(
    ports.flatMap(({ name, suite }) => (suite === undefined ? name : [])).toSorted(),
    'Write a suite in test/contract/ports for the adapter and the fake, and name it: "Held by `…`".',
  ).toEqual(Object.keys(withoutSuite));
});

it('the ports name every contract suite, and no others', () => {
  const named = ports.flatMap(({ suite }) => suite ?? []);
  expect(named.toSorted()).toEqual(suites);
});

it('the fakes in memory name every contract suite that they pass, and no others', () => {
  const named = ['test/support', 'shared/reader']
    .flatMap(readSourceFiles)
    .filter(({ path }) => basename(path).startsWith('memory-'))
    .flatMap(({ text }) => findNamedSuites(text));
  expect(named.toSorted()).toEqual(suites);
});
