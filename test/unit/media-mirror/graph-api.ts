import type { ServerResponse } from 'node:http';
import { createJsonFetcher } from '../../../functions/media-mirror/download/ask-media-api.ts';
import { createMediaLocator } from '../../../functions/media-mirror/download/locate-media.ts';
import type { MirrorPorts } from '../../../functions/media-mirror/ports.ts';
import type {
  ConfiguredMediaAccess,
  ConfiguredMediaApi,
} from '../../../functions/media-mirror/settings.ts';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import type { SecretSource } from '../../../shared/provider/secret-source.ts';
import { createTestFetcher, testFetchSettings } from './fetching.ts';
import { startMediaServer } from './media-server.ts';
import { createMirrorPorts } from './mirror-ports.ts';

/** One request that the test API received. */
export interface GraphRequest {
  readonly path: string;
  readonly authorization: string | undefined;
}

export interface GraphSettings {
  /** Access tokens that are accepted. */
  readonly tokens?: readonly string[];
  /** How many of the named URLs have expired when the file is fetched. */
  readonly expired?: number;
  /** Responds in place of the test API; `false` leaves the request to it. */
  readonly respond?: (path: string, response: ServerResponse) => boolean;
}

/** Meta's Graph API for tests: `/v1.0/<id>` names a URL, `/files/<n>` has the file. */
export async function startGraphApi(settings: GraphSettings = {}) {
  const { tokens = ['a token'], expired = 0, respond = () => false } = settings;
  const requests: GraphRequest[] = [];
  let namedUrls = 0;
  const server = await startMediaServer((request, response) => {
    const { url: path = '', headers } = request;
    requests.push({ path, authorization: headers.authorization });
    if (respond(path, response)) return;
    if (!tokens.some((token) => headers.authorization === `Bearer ${token}`)) {
      sendJson(response, 401, { error: { code: 190, message: 'Invalid OAuth access token' } });
    } else if (path.startsWith('/v1.0/')) {
      namedUrls += 1;
      const url = `http://${headers.host}/files/${namedUrls}`;
      sendJson(response, 200, { url, mime_type: 'image/jpeg', id: path.split('/').at(-1) });
    } else if (Number(path.split('/').at(-1)) <= expired) {
      sendJson(response, 404, {});
    } else {
      response.setHeader('content-type', 'image/jpeg').end('a picture');
    }
  });
  return { origin: server.origin, requests };
}

export function sendJson(response: ServerResponse, status: number, json: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
}

/** The mirror's ports with the provider of the test messages behind a media API. */
export function createGraphPorts(
  origin: string,
  options: {
    /** The secret at first, and after each further fetch. */
    readonly secrets?: readonly ProviderSecret[];
    readonly api?: Partial<ConfiguredMediaApi>;
    readonly access?: Partial<ConfiguredMediaAccess>;
    /** Of servers to which the API leads. */
    readonly otherOrigins?: readonly string[];
    readonly now?: () => Date;
  } = {},
) {
  const memory = createMirrorPorts();
  const now = options.now ?? memory.ports.now;
  const rules = { localOrigins: [origin, ...(options.otherOrigins ?? [])] };
  const api: ConfiguredMediaApi = {
    baseUrl: origin,
    version: 'v1.0',
    path: '/{version}/{id}',
    returns: { urlAt: ['url'] },
    fileHosts: [],
    errorReasons: { '24': 'gone', '80007': 'rate_limited', '100': 'not_authorized' },
    usageHeader: 'x-usage',
    ...options.api,
  };
  const access: ConfiguredMediaAccess = {
    authorization: 'bearer',
    api,
    secretArn: 'arn',
    ...options.access,
  };
  const locateMedia = createMediaLocator({
    sources: { incs: { access, secrets: secretsOf(options.secrets) } },
    fetchJson: createJsonFetcher(testFetchSettings(rules)),
    now,
  });
  const fetchMedia = createTestFetcher(rules);
  const ports: MirrorPorts = { ...memory.ports, locateMedia, fetchMedia, now };
  return { ...memory, ports };
}

function secretsOf(
  secrets: readonly ProviderSecret[] = [{ token: 'unused', accessToken: 'a token' }],
): SecretSource {
  const left = [...secrets];
  let current = left.shift() ?? { token: 'unused' };
  return {
    get: async () => current,
    refresh: async () => {
      const next = left.shift();
      if (next !== undefined) current = next;
      return next;
    },
  };
}
