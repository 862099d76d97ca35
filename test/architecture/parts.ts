/** Which files of the repository a part of it may import, besides its own. */
export interface Part {
  readonly name: string;
  readonly has: RegExp;
  readonly mayImport: readonly RegExp[];
  readonly otherwise: string;
}

const anything = [/./];
const anythingButTests = [/^(?!test\/)/];
const shared = /^shared\//;
const mirrorBase = /^functions\/media-mirror\/(ports|limits|settings)\.ts$/;

/** The names and values that the stack shares with the code that it deploys. */
const forTheStack: readonly RegExp[] = [
  /^functions\/callback\/responses\.ts$/,
  /^functions\/providers\/registry\.ts$/,
  /^shared\/contract\/(eventbridge-schema|source)\.ts$/,
  /^shared\/payloads\/payload-keys\.ts$/,
  /^shared\/provider\/manifest\.ts$/,
  /^shared\/runtime\/(alarms|environment|log-events|provider-channels|stack-outputs)\.ts$/,
  /^shared\/table\/(attributes|event-store|keys)\.ts$/,
];

/** The parts of the repository: one for each file. The first part that has a file rules it. */
export const parts: readonly Part[] = [
  {
    name: 'bin',
    has: /^bin\//,
    mayImport: anythingButTests,
    otherwise: 'An entry point does not start tests: give the test a main.ts of its own.',
  },
  {
    name: 'lib',
    has: /^lib\//,
    mayImport: forTheStack,
    otherwise:
      'The stack imports the registry, manifests and names only. Move the name that it needs into a file of this list, or pass the value in.',
  },
  {
    name: 'a provider’s handler',
    has: /^functions\/providers\/[^/]+\/handler\.ts$/,
    mayImport: [/^functions\/callback\/create-handler\.ts$/, shared],
    otherwise: 'A handler passes its adapter to functions/callback/create-handler.ts, and no more.',
  },
  {
    name: 'a provider',
    has: /^functions\/providers\/[^/]+\/./,
    mayImport: [/^shared\/(contract|provider|whatsapp|json\.ts)/],
    otherwise:
      'An adapter imports its own folder, the contract and the seam for adapters. Move what two providers share into shared/provider or shared/whatsapp.',
  },
  {
    name: 'the registry of providers',
    has: /^functions\/providers\/[^/]+\.ts$/,
    mayImport: [
      /^functions\/providers\/([^/]+\/manifest|registry)\.ts$/,
      /^shared\/provider\/(manifest|provider-adapter)\.ts$/,
    ],
    otherwise: 'The registry imports manifests only, so that the stack loads no adapter.',
  },
  {
    name: 'the ports, limits and settings of the media mirror',
    has: mirrorBase,
    mayImport: [shared],
    otherwise: 'The folders of the mirror import these files, and not the other way round.',
  },
  ...['download', 'store'].map((name) => ({
    name: `functions/media-mirror/${name}`,
    has: new RegExp(`^functions/media-mirror/${name}/`),
    mayImport: [mirrorBase, shared],
    otherwise: `message/ imports ${name}/. Move what both need to the ports or limits of the mirror.`,
  })),
  ...['callback', 'publisher', 'media-mirror'].map((name) => ({
    name: `functions/${name}`,
    has: new RegExp(`^functions/${name}/`),
    mayImport: [shared],
    otherwise: 'A function imports its own folder and shared. Move what two functions need there.',
  })),
  ...Object.entries({
    'json.ts': '',
    'tributary-error.ts': '',
    contract: 'json.ts',
    media: 'contract',
    provider: 'contract json.ts',
    whatsapp: 'contract provider json.ts',
    table: 'contract json.ts tributary-error.ts',
    payloads: 'json.ts tributary-error.ts',
    reader: 'contract json.ts table',
    runtime: 'provider tributary-error.ts',
  }).map(([name, below]) => ({
    name: `shared/${name}`,
    has: new RegExp(`^shared/${name}(/|$)`),
    mayImport: below === '' ? [] : [new RegExp(`^shared/(${below.replaceAll(' ', '|')})(/|$)`)],
    otherwise: `shared/${name} imports only ${below || 'its own files'} of shared. Move the file up, or what it needs down.`,
  })),
  {
    name: 'sdk',
    has: /^sdk\//,
    mayImport: [shared],
    otherwise: 'Subscribers install only sdk and shared: move what the SDK needs to shared.',
  },
  {
    name: 'tools/command-line, tools/event-pattern and tools/project-directory.ts',
    has: /^tools\/(command-line|event-pattern|project-directory)/,
    mayImport: [],
    otherwise: 'What all tools share imports nothing of the repository.',
  },
  {
    name: 'tools/emulator-client',
    has: /^tools\/emulator-client\//,
    mayImport: [/^tools\/(command-line\/|project-directory\.ts$)/, shared],
    otherwise:
      'The client reaches a running emulator over HTTP and loads nothing of it. Move what both need into tools/emulator-client.',
  },
  {
    name: 'tools/emulator',
    has: /^tools\/emulator\//,
    mayImport: [
      /^tools\/(emulator-client|event-pattern|command-line)\//,
      /^tools\/project-directory\.ts$/,
      /^functions\/providers\/registry\.ts$/,
      shared,
    ],
    otherwise:
      'The emulator runs the template and the bundles: it imports neither the stack nor the functions nor the CLI.',
  },
  {
    name: 'tools/operator',
    has: /^tools\/operator\//,
    mayImport: [/^tools\/(emulator-client|event-pattern|command-line)\//, /^functions\//, shared],
    otherwise:
      'The CLI runs against production: it imports no emulator, no stack and no test, not even a type. Move what both need into tools/emulator-client, tools/event-pattern or shared.',
  },
  {
    name: 'the generator of the docs',
    has: /^tools\/dev\/docs(\/|\.ts$)/,
    mayImport: anything,
    otherwise: 'It may import anything: it also prints the figures that tests have recorded.',
  },
  {
    name: 'tools/dev',
    has: /^tools\/dev\//,
    mayImport: anythingButTests,
    otherwise: 'Only the generator of the docs reads what tests have recorded.',
  },
  { name: 'test', has: /^test\//, mayImport: anything, otherwise: 'Tests may import anything.' },
];

/** The part that rules a file; `undefined` for a file of a new folder. */
export function partOf(path: string): Part | undefined {
  return parts.find(({ has }) => has.test(path));
}

/** Whether two files are in the same folder of a part: functions/providers has one for each provider. */
export function isOwn({ has }: Part, path: string, to: string): boolean {
  const folder = (file: string) => /^functions\/providers\/([^/]+)\//.exec(file)?.[1];
  return folder(path) === undefined ? has.test(to) : folder(path) === folder(to);
}
