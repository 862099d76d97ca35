import * as z from 'zod/mini';
import type { MediaFailure } from './failure.ts';
import type { Answer, FetchResponse } from './fetch-response.ts';
import type { ConfiguredMediaApi } from './media-apis.ts';
import type { Credentials, MediaLocation } from './ports.ts';

/** What may be an id in a path: anything else could lead to another place of the API. */
const plainId = /^[\w-]{1,256}$/;

const located = z.object({ url: z.string() });

const refusal = z.object({ error: z.object({ code: z.union([z.number(), z.string()]) }) });

/** Asks a provider's media API where the file with this id is: `GET <base>/<version>/<id>`. */
export async function askMediaApi(
  api: ConfiguredMediaApi,
  id: string,
  accessToken: string,
  timeoutMs: number,
  fetchResponse: FetchResponse,
): Promise<MediaLocation> {
  if (!plainId.test(id)) return failed({ reason: 'no_location' });
  const url = new URL(`${api.baseUrl}/${api.version}/${id}`);
  const credentials: Credentials = {
    authorization: `Bearer ${accessToken}`,
    origins: [url.origin, ...api.fileHosts.map((host) => `https://${host}`)],
  };
  const response = await fetchResponse(url, timeoutMs, credentials);
  if (response.failure !== undefined) return failed(toFailure(response, response.failure, api));
  const read = located.safeParse(response.json);
  return read.success
    ? { kind: 'located', url: read.data.url, credentials }
    : failed({ reason: 'server_error', status: 200 });
}

/** A refusal in the words of the API, where it gives a code that is known; else by its status. */
function toFailure(response: Answer, failure: MediaFailure, api: ConfiguredMediaApi): MediaFailure {
  const reason = toReason(response, failure, api);
  const retryAfterSeconds = failure.retryAfterSeconds ?? toRegainSeconds(response, api);
  return { ...failure, reason, retryAfterSeconds };
}

function toReason({ json }: Answer, { reason, status }: MediaFailure, api: ConfiguredMediaApi) {
  const read = refusal.safeParse(json);
  const code = read.success ? String(read.data.error.code) : '';
  if (Object.hasOwn(api.errorReasons, code)) return api.errorReasons[code] ?? reason;
  return status === 401 || status === 403 ? 'not_authorized' : reason;
}

/** The longest time to wait that the usage header names, in seconds. */
function toRegainSeconds({ headers }: Answer, { usageHeader }: ConfiguredMediaApi) {
  const header = usageHeader === undefined ? undefined : headers[usageHeader];
  if (typeof header !== 'string') return undefined;
  const found = header.matchAll(/"estimated_time_to_regain_access"\s*:\s*(\d{1,6})\b/g);
  const minutes = Math.max(0, ...[...found].map(([, text]) => Number(text)));
  return minutes > 0 ? minutes * 60 : undefined;
}

function failed(failure: MediaFailure): MediaLocation {
  return { kind: 'failed', failure };
}
