import type {
  CallbackOutputs,
  CallbackOutputsByProvider,
} from '../../shared/runtime/stack-outputs.ts';
import { decodePath } from './decode-path.ts';

/** Everything below this path belongs to the emulator and does not exist on AWS. */
const prefix = '/_local/';

/** Which events of the event log: those after a sequence. */
export interface EventsRequest {
  readonly since: number;
  /** @default as many as the emulator returns at a time */
  readonly limit?: number | undefined;
  /** How long to wait for the first event when there is none yet. @default 0 */
  readonly waitMs?: number | undefined;
}

/** Writes the paths of the emulator's own pages. {@link parseEmulatorPath} reads them. */
export const emulatorPaths = {
  /** Says which emulator this is, from its first moment on. */
  process: `${prefix}process`,
  /** What the emulator runs, as JSON: its stacks and its gateways. */
  app: `${prefix}app`,
  /** The CloudFormation template of a stack. */
  template: (stackName: string) => `${prefix}templates/${stackName}`,
  events: ({ since, limit, waitMs }: EventsRequest) => {
    const query = Object.entries({ since, limit, wait: waitMs }).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${value}`],
    );
    return `${prefix}events?${query.join('&')}`;
  },
  /** The callbacks after a sequence, of those that the emulator still has. */
  callbacks: ({ since, waitMs }: { readonly since: number; readonly waitMs: number }) =>
    `${prefix}callbacks?since=${since}&wait=${waitMs}`,
  callback: (sequence: number) => `${prefix}callbacks/${sequence}`,
  /** The folder of everything that the console's page loads. */
  console: `${prefix}console/`,
  /** A function URL, by its name; the path at the function follows. */
  functionUrl: (name: string) => `${prefix}function-urls/${name}`,
  /** An HTTP API, by its name; the path at the API follows. That of the first gateway is at `/` instead. */
  api: (name: string) => `${prefix}apis/${name}`,
  /** The folder of the files of `fixtures/media`. */
  media: `${prefix}media/`,
  /** The media API of a provider; `/<version>/<media id>` follows. */
  mediaApi: (provider: string) => `${prefix}media-apis/${provider}`,
} as const;

/** What a path of the emulator asks for. */
export type EmulatorPath =
  | { readonly page: 'process' | 'app' | 'unknown' }
  | { readonly page: 'template'; readonly stackName: string }
  | ({ readonly page: 'events' } & EventsRequest)
  | { readonly page: 'callbacks'; readonly since: number; readonly waitMs: number }
  | { readonly page: 'callback'; readonly sequence: number }
  | { readonly page: 'functionUrl' | 'api'; readonly name: string; readonly rest: string }
  | { readonly page: 'media'; readonly file: string }
  | { readonly page: 'mediaApi'; readonly mediaId: string };

/** Reads a path of the local port; `undefined` for a path of the HTTP API. */
export function parseEmulatorPath(pathAndQuery: string): EmulatorPath | undefined {
  if (!pathAndQuery.startsWith(prefix)) return undefined;
  return parseEndpoint(pathAndQuery) ?? parsePage(new URL(pathAndQuery, 'http://127.0.0.1'));
}

/** The function gets the rest of the path as it was sent, without normalization. */
function parseEndpoint(pathAndQuery: string): EmulatorPath | undefined {
  const page = (['functionUrl', 'api'] as const).find((each) =>
    pathAndQuery.startsWith(emulatorPaths[each]('')),
  );
  if (page === undefined) return undefined;
  const path = pathAndQuery.slice(emulatorPaths[page]('').length);
  const [, name = '', rest = ''] = /^([^/?]+)(.*)$/.exec(path) ?? [];
  return { page, name, rest: rest.startsWith('/') ? rest : `/${rest}` };
}

function parsePage({ pathname, searchParams }: URL): EmulatorPath {
  const [, , page = '', ...rest] = pathname.split('/').map(decodePath);
  const last = rest.at(-1) ?? '';
  if (page === 'media') return { page, file: last };
  if (page === 'media-apis') return { page: 'mediaApi', mediaId: last };
  if (page === 'process' || page === 'app') return { page };
  if (page === 'templates') return { page: 'template', stackName: last };
  const read = (name: string) => {
    const value = searchParams.get(name);
    return value === null ? undefined : Number(value) || 0;
  };
  if (page === 'callbacks') {
    if (last !== '') return { page: 'callback', sequence: Number(last) || 0 };
    return { page, since: read('since') ?? 0, waitMs: read('wait') ?? 0 };
  }
  if (page === 'events') {
    return { page, since: read('since') ?? 0, limit: read('limit'), waitMs: read('wait') };
  }
  return { page: 'unknown' };
}

/**
 * The URL of a request as its function sees it: without the path at which the emulator serves its endpoint. Any
 * other URL stays as it is.
 */
export function toUrlAtFunction(url: string): string {
  const { origin } = new URL(url);
  const path = parseEmulatorPath(url.slice(origin.length));
  return path?.page === 'functionUrl' || path?.page === 'api' ? `${origin}${path.rest}` : url;
}

/** A gateway among those of an emulator: the paths of the first one are the shortest. */
export interface NamedGateway {
  readonly name: string;
  readonly isFirst: boolean;
}

/** The name of a provider's function URL in its local path: `incs`, or `incs@<gateway>`. */
export function functionUrlName(provider: string, { name, isFirst }: NamedGateway): string {
  return isFirst ? provider : `${provider}@${name}`;
}

/** The callback outputs of a gateway with the URLs at which the emulator serves them. */
export function toLocalOutputs(
  outputs: CallbackOutputsByProvider,
  origin: string,
  gateway: NamedGateway,
): CallbackOutputsByProvider {
  const apiUrl = gateway.isFirst ? origin : `${origin}${emulatorPaths.api(gateway.name)}`;
  const functionUrl = (provider: string) =>
    `${origin}${emulatorPaths.functionUrl(functionUrlName(provider, gateway))}`;
  const entries = [...outputs].map(([provider, deployed]) => {
    const local: CallbackOutputs = {
      secretArn: deployed.secretArn,
      api: deployed.api && `${apiUrl}${new URL(deployed.api).pathname}`,
      functionUrl: deployed.functionUrl && functionUrl(provider),
    };
    return [provider, local] as const;
  });
  return new Map(entries);
}
