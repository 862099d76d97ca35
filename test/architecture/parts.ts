/**
 * Paths from the root. One that ends in `/` is a folder with all that is below it, `*` is any name, and
 * `<id>` is the name of a provider's folder: the same one for a file and for what it imports.
 */
type Paths = readonly string[];

/** A part of the repository, and which files it may import besides its own, types included. */
export interface Part {
  readonly has: Paths;
  readonly mayImport: Paths | 'everything' | 'everything except `test/`';
  readonly otherwise: string;
}

const mirrorBase = ['ports', 'limits', 'settings'].map(
  (name) => `functions/media-mirror/${name}.ts`,
);

/** The names and values that the stack shares with the code that it deploys. */
const forTheStack: Paths = [
  'functions/callback/responses.ts',
  'functions/providers/registry.ts',
  'functions/providers/*/manifest.ts',
  'shared/contract/conversation-key.ts',
  'shared/contract/channels.ts',
  'shared/contract/eventbridge-schema.ts',
  'shared/contract/event-kinds.ts',
  'shared/media/media-object.ts',
  'shared/nearest-word.ts',
  'shared/payloads/payload-keys.ts',
  'shared/provider/generic-provider.ts',
  'shared/provider/manifest.ts',
  'shared/provider/provider-adapter.ts',
  'shared/runtime/alarms.ts',
  'shared/runtime/environment.ts',
  'shared/runtime/gateway-description.ts',
  'shared/runtime/log-events.ts',
  'shared/runtime/provider-channels.ts',
  'shared/runtime/stack-outputs.ts',
  'shared/table/attributes.ts',
  'shared/table/event-store.ts',
  'shared/table/links.ts',
  'shared/table/partition-key.ts',
  'shared/version.ts',
];

/**
 * The parts of the repository: one for each file. The first part that has a file rules it.
 * `npm run docs` writes them to docs/architecture.md.
 */
export const parts: readonly Part[] = [
  {
    has: ['bin/'],
    mayImport: 'everything except `test/`',
    otherwise: 'An entry point does not start tests: give the test a main.ts of its own.',
  },
  {
    has: ['lib/'],
    mayImport: forTheStack,
    otherwise:
      'The stack imports the registry, manifests and names only. Move the name that it needs into a file of this list, or pass the value in.',
  },
  {
    has: ['functions/providers/<id>/'],
    mayImport: [
      'shared/cloud-api/',
      'shared/contract/',
      'shared/messenger-platform/',
      'shared/provider/',
      'shared/rcs/',
      'shared/whatsapp/',
      'shared/json.ts',
    ],
    otherwise:
      'An adapter imports its own folder, the contract and the seam for adapters. Move what two providers share into shared/provider, shared/cloud-api, shared/messenger-platform, shared/rcs or shared/whatsapp.',
  },
  {
    has: ['functions/providers/*.ts'],
    mayImport: [
      'functions/providers/*/manifest.ts',
      'shared/provider/define-provider.ts',
      'shared/provider/manifest.ts',
      'shared/provider/provider-adapter.ts',
    ],
    otherwise: 'The registry imports manifests only, so that the stack loads no adapter.',
  },
  {
    has: mirrorBase,
    mayImport: ['shared/'],
    otherwise: 'The folders of the mirror import these files, and not the other way round.',
  },
  ...['download', 'store'].map((name) => ({
    has: [`functions/media-mirror/${name}/`],
    mayImport: [...mirrorBase, 'shared/'],
    otherwise: `message/ imports ${name}/. Move what both need to the ports or limits of the mirror.`,
  })),
  {
    has: ['functions/generic/'],
    mayImport: ['functions/callback/create-handler.ts', 'shared/'],
    otherwise: 'It is the handler of every generic provider, and nothing else.',
  },
  {
    has: ['functions/http-delivery/'],
    mayImport: ['sdk/handler/', 'sdk/ordering/', 'shared/'],
    otherwise:
      'The function of an HTTP subscription is a subscriber: it imports shared and the SDK for handlers.',
  },
  ...['callback', 'publisher', 'media-mirror'].map((name) => ({
    has: [`functions/${name}/`],
    mayImport: ['shared/'],
    otherwise: 'A function imports its own folder and shared. Move what two functions need there.',
  })),
  ...Object.entries({
    'json.ts': [],
    'body-bytes.ts': [],
    'tributary-error.ts': [],
    'version.ts': [],
    'nearest-word.ts': [],
    'turns.ts': [],
    'http/': [],
    'queues/': ['tributary-error.ts'],
    'contract/': ['json.ts'],
    'media/': ['contract/'],
    'provider/': ['contract/', 'body-bytes.ts', 'json.ts'],
    'messenger-platform/': ['contract/', 'provider/', 'json.ts'],
    'rcs/': ['contract/', 'provider/', 'json.ts'],
    'whatsapp/': ['contract/', 'provider/', 'json.ts'],
    'cloud-api/': ['contract/', 'provider/', 'whatsapp/', 'json.ts'],
    'table/': ['contract/', 'json.ts', 'tributary-error.ts'],
    'payloads/': ['body-bytes.ts', 'json.ts', 'tributary-error.ts'],
    'reader/': ['contract/', 'provider/values/phone.ts', 'table/', 'json.ts'],
    'http-subscription/': ['contract/', 'json.ts', 'runtime/stack-outputs.ts'],
    'runtime/': ['contract/channels.ts', 'json.ts', 'provider/', 'tributary-error.ts'],
  } satisfies Readonly<Record<string, Paths>>).map(([name, below]) => ({
    has: [`shared/${name}`],
    mayImport: below.map((each) => `shared/${each}`),
    otherwise: `shared/${name} imports only ${below.join(', ') || 'its own files'} of shared. Move the file up, or what it needs down.`,
  })),
  {
    has: ['sdk/'],
    mayImport: ['shared/'],
    otherwise: 'Subscribers install only sdk and shared: move what the SDK needs to shared.',
  },
  {
    has: ['tools/command-line/', 'tools/event-pattern/', 'tools/project-directory.ts'],
    mayImport: [],
    otherwise: 'What all tools share imports nothing of the repository.',
  },
  {
    has: ['tools/describe-event.ts'],
    mayImport: ['shared/contract/'],
    otherwise:
      'The words of an event are those of the CLI and of the page, which runs in a browser: they need the contract.',
  },
  {
    has: ['tools/emulator-client/'],
    mayImport: ['tools/command-line/', 'tools/project-directory.ts', 'shared/'],
    otherwise:
      'The client reaches a running emulator over HTTP and loads nothing of it. Move what both need into tools/emulator-client.',
  },
  {
    has: ['tools/emulator/'],
    mayImport: [
      'tools/emulator-client/',
      'tools/event-pattern/',
      'tools/command-line/',
      'tools/project-directory.ts',
      'functions/providers/registry.ts',
      'shared/',
    ],
    otherwise:
      'The emulator runs the template and the bundles: it imports neither the stack nor the functions nor the CLI.',
  },
  {
    has: ['tools/operator/'],
    mayImport: [
      'tools/emulator-client/',
      'tools/event-pattern/',
      'tools/command-line/',
      'tools/own-provider/',
      'tools/describe-event.ts',
      'functions/',
      'sdk/ordering/',
      'shared/',
    ],
    otherwise:
      'The CLI runs against production: it imports no emulator, no stack and no test, not even a type. Move what both need into tools/emulator-client, tools/event-pattern or shared.',
  },
  {
    has: ['tools/console/page/'],
    mayImport: [
      'tools/console/api.ts',
      'tools/console/routes.ts',
      'tools/describe-event.ts',
      'tools/emulator-client/callback-log.ts',
      'shared/contract/',
      'shared/reader/',
    ],
    otherwise:
      'The page runs in a browser: it imports what server and page share, the contract, and types.',
  },
  {
    has: ['tools/console/'],
    mayImport: [
      'tools/operator/',
      'tools/emulator-client/',
      'tools/command-line/',
      'tools/describe-event.ts',
      'tools/project-directory.ts',
      'functions/callback/to-event-records.ts',
      'shared/',
    ],
    otherwise:
      'The console asks the CLI and the reader, and reaches an emulator over HTTP: it loads nothing of the emulator.',
  },
  {
    has: ['tools/provider-testing/'],
    mayImport: ['functions/callback/', 'shared/', 'tools/command-line/'],
    otherwise:
      'The suite also runs in the repository of an adopter: it imports the pipeline, and no provider, no registry, no other tool and no test.',
  },
  {
    has: ['tools/init/templates/'],
    mayImport: [
      'shared/cloud-api/',
      'shared/contract/',
      'shared/messenger-platform/',
      'shared/provider/',
      'shared/rcs/',
      'shared/whatsapp/',
      'shared/json.ts',
    ],
    otherwise: 'The template imports what an adapter may import: it becomes one.',
  },
  {
    has: ['tools/own-provider/'],
    mayImport: ['tools/command-line/', 'shared/provider/'],
    otherwise:
      'It loads the provider of an adopter: it imports the seam, and no provider of this repository.',
  },
  {
    has: ['tools/init/'],
    mayImport: ['tools/own-provider/', 'tools/provider-testing/', 'tools/command-line/'],
    otherwise:
      'It writes into the repository of an adopter: it imports neither the stack nor the emulator nor the CLI.',
  },
  {
    has: ['tools/project-commands.ts'],
    mayImport: ['tools/init/', 'tools/emulator/command-line/', 'tools/console/serve-console.ts'],
    otherwise: 'It only lists commands and loads the one that is run.',
  },
  {
    has: ['tools/dev/docs.ts', 'tools/dev/docs/'],
    mayImport: 'everything',
    otherwise: 'It may import anything: it also prints the figures that tests have recorded.',
  },
  {
    has: ['tools/dev/'],
    mayImport: 'everything except `test/`',
    otherwise: 'Only the generator of the docs reads what tests have recorded.',
  },
  { has: ['test/'], mayImport: 'everything', otherwise: 'Tests may import anything.' },
];

/** The part that rules a file; `undefined` for a file of a new folder. */
export function partOf(path: string): Part | undefined {
  return parts.find(({ has }) => isIn(path, has));
}

/** Whether a file of a part may import another file of the repository. */
export function mayImport(part: Part, path: string, to: string): boolean {
  const [, id] = /^functions\/providers\/([^/]+)\//.exec(path) ?? [];
  if (isIn(to, part.has, id) || part.mayImport === 'everything') return true;
  return part.mayImport === 'everything except `test/`'
    ? !to.startsWith('test/')
    : isIn(to, part.mayImport, id);
}

function isIn(path: string, paths: Paths, id = '[^/]+'): boolean {
  return paths.some((each) => {
    const names = each.replaceAll('.', '\\.').replaceAll('*', '[^/]+').replaceAll('<id>', id);
    return new RegExp(`^${names}${each.endsWith('/') ? '' : '$'}`).test(path);
  });
}
