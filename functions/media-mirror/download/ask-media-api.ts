import type { IncomingMessage } from 'node:http';
import * as z from 'zod/mini';
import { parseRetryAfter } from '../../../shared/http/retry-after.ts';
import { parseJsonOrUndefined } from '../../../shared/json.ts';
import type { Credentials, MediaFailure, MediaLocation } from '../ports.ts';
import type { ConfiguredMediaApi } from '../settings.ts';
import { failed, toRequestFailure, toStatusFailure } from './failure.ts';
import { type FetchSettings, readBody, sendRequest } from './send-request.ts';

/** An API's response: JSON with status 200, or a failure with the JSON that explains it, if any. */
export interface JsonResponse {
  /** Absent when the status was 200. */
  readonly failure?: MediaFailure | undefined;
  readonly json?: unknown;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Sends a GET to a provider's API. Redirects are not followed: an API has no reason to send one, and
 * the token must not leave it. Every failure is a return value.
 *
 * @param timeoutMs from resolving the name to the last byte
 */
export type FetchJson = (
  url: URL,
  timeoutMs: number,
  credentials: Credentials,
) => Promise<JsonResponse>;

/** What may be an id in a path: any other character could lead to another path of the API. */
const plainId = /^[\w-]{1,256}$/;

const errorBody = z.object({ error: z.object({ code: z.union([z.number(), z.string()]) }) });

/** Asks a provider's media API for the location of a file, or finds that the API has the file itself. */
export async function askMediaApi(
  api: ConfiguredMediaApi,
  id: string,
  proof: Pick<Credentials, 'header' | 'value'>,
  timeoutMs: number,
  fetchJson: FetchJson,
): Promise<MediaLocation> {
  if (!plainId.test(id)) return failed({ reason: 'no_location' });
  const path = api.path.replace('{version}', api.version ?? '').replace('{id}', id);
  const url = new URL(`${api.baseUrl}${path}`);
  const origins = [url.origin, ...api.fileHosts.map((host) => `https://${host}`)];
  const credentials: Credentials = { ...proof, origins };
  if (api.returns === 'file') {
    return { kind: 'located', url: url.href, credentials, refusalMeans: 'not_authorized' };
  }
  const response = await fetchJson(url, timeoutMs, credentials);
  if (response.failure !== undefined) return failed(toApiFailure(response, response.failure, api));
  const { urlAt, isOnApiHost } = api.returns;
  const named = urlAt.reduce(toField, response.json);
  if (typeof named !== 'string') return failed({ reason: 'server_error', status: 200 });
  const located = isOnApiHost ? toPathOn(url.origin, named) : named;
  return { kind: 'located', url: located, credentials, refusalMeans: 'expired' };
}

function toField(value: unknown, name: string): unknown {
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  return object.success && Object.hasOwn(object.data, name) ? object.data[name] : undefined;
}

/** The same path and query on another host; any other text stays as it is. */
function toPathOn(origin: string, address: string): string {
  const url = URL.parse(address);
  return url === null ? address : `${origin}${url.pathname}${url.search}`;
}

/**
 * The failure by the API's own error code if the manifest knows it, which is the API's last word; else
 * by the HTTP status.
 */
function toApiFailure(
  response: JsonResponse,
  failure: MediaFailure,
  api: ConfiguredMediaApi,
): MediaFailure {
  const retryAfterSeconds = failure.retryAfterSeconds ?? toRegainSeconds(response, api);
  const reason = toKnownReason(response, api);
  if (reason !== undefined) return { ...failure, reason, mayBeLate: false, retryAfterSeconds };
  const isRejected = failure.status === 401 || failure.status === 403;
  return { ...failure, ...(isRejected && { reason: 'not_authorized' }), retryAfterSeconds };
}

function toKnownReason({ json }: JsonResponse, { errorReasons }: ConfiguredMediaApi) {
  const read = errorBody.safeParse(json);
  const code = read.success ? String(read.data.error.code) : '';
  return Object.hasOwn(errorReasons, code) ? errorReasons[code] : undefined;
}

/** The longest waiting time in the API's usage header, in seconds. */
function toRegainSeconds({ headers }: JsonResponse, { usageHeader }: ConfiguredMediaApi) {
  const header = usageHeader === undefined ? undefined : headers[usageHeader];
  if (typeof header !== 'string') return undefined;
  const found = header.matchAll(/"estimated_time_to_regain_access"\s*:\s*(\d{1,6})\b/g);
  const minutes = Math.max(0, ...[...found].map(([, text]) => Number(text)));
  return minutes > 0 ? minutes * 60 : undefined;
}

/** Media API responses are small. A larger one is a failure, unless its status already is. */
const maxResponseBytes = 64 * 1024;

/** Makes the function that requests JSON of an API, under the same rules as files are fetched. */
export function createJsonFetcher(settings: FetchSettings): FetchJson {
  return async (url, timeoutMs, credentials) => {
    try {
      const signal = AbortSignal.timeout(Math.max(timeoutMs, 0));
      const response = await sendRequest(url, settings, signal, credentials);
      const { statusCode: status = 0, headers } = response;
      if (status === 200) return { json: await readJson(response, settings, signal), headers };
      // An error page that is too large or breaks off means what its status says.
      const json = await readJson(response, settings, signal).catch(() => undefined);
      const retryAfter = parseRetryAfter(headers['retry-after'], settings.now());
      return { failure: toStatusFailure(status, retryAfter), json, headers };
    } catch (error) {
      return { failure: toRequestFailure(error), headers: {} };
    }
  };
}

/** @throws {MediaDownloadError} when the body is too large or incomplete */
async function readJson(
  response: IncomingMessage,
  { limits }: FetchSettings,
  signal: AbortSignal,
): Promise<unknown> {
  const blocks: Buffer[] = [];
  const body = readBody(response, { ...limits, maxBytes: maxResponseBytes }, signal);
  for await (const block of body) blocks.push(Buffer.from(block));
  return parseJsonOrUndefined(Buffer.concat(blocks).toString());
}
