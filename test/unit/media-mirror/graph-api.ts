import type { ServerResponse } from 'node:http';
import { createResponseFetcher } from '../../../functions/media-mirror/fetch-response.ts';
import { createMediaLocator } from '../../../functions/media-mirror/locate-media.ts';
import type { ConfiguredMediaApi } from '../../../functions/media-mirror/media-apis.ts';
import type { MirrorPorts } from '../../../functions/media-mirror/ports.ts';
import type { ProviderSecret } from '../../../shared/provider/provider-secret.ts';
import type { SecretSource } from '../../../shared/provider/secret-source.ts';
import { createTestFetcher, testFetchSettings } from './fetching.ts';
import { startMediaServer } from './media-server.ts';
import { createMirrorPorts } from './mirror-ports.ts';

/** One request that the emulator got. */
export interface GraphRequest {
  readonly path: string;
  readonly authorization: string | undefined;
}

export interface GraphSettings {
  /** Tokens that are taken. */
  readonly tokens?: readonly string[];
  /** How many of the places that are named have expired when the file is asked for. */
  readonly expired?: number;
  /** Answers in place of the emulator; `false` leaves it to the emulator. */
  readonly respond?: (path: string, response: ServerResponse) => boolean;
}

/** An emulator for the Graph API: `/v1.0/<id>` names a place, `/files/<n>` has the file. */
export async function startGraphApi(settings: GraphSettings = {}) {
  const { tokens = ['a token'], expired = 0, respond = () => false } = settings;
  const requests: GraphRequest[] = [];
  let places = 0;
  const server = await startMediaServer((request, response) => {
    const { url: path = '', headers } = request;
    requests.push({ path, authorization: headers.authorization });
    if (respond(path, response)) return;
    if (!tokens.some((token) => headers.authorization === `Bearer ${token}`)) {
      sendJson(response, 401, { error: { code: 190, message: 'Invalid OAuth access token' } });
    } else if (path.startsWith('/v1.0/')) {
      places += 1;
      const url = `http://${headers.host}/files/${places}`;
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
    /** The secrets, one after the other, each time that it is fetched again. */
    readonly secrets?: readonly ProviderSecret[];
    readonly api?: Partial<ConfiguredMediaApi>;
    readonly now?: () => Date;
  } = {},
) {
  const memory = createMirrorPorts();
  const now = options.now ?? memory.ports.now;
  const rules = { localOrigins: [origin], isAllowed: () => true };
  const api: ConfiguredMediaApi = {
    baseUrl: origin,
    version: 'v1.0',
    fileHosts: [],
    errorReasons: { '80007': 'rate_limited', '100': 'not_authorized' },
    usageHeader: 'x-usage',
    secretArn: 'arn',
    ...options.api,
  };
  const locateMedia = createMediaLocator({
    sources: { incs: { api, secrets: secretsOf(options.secrets) } },
    fetchResponse: createResponseFetcher(testFetchSettings(rules)),
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
