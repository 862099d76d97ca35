import { createHash } from 'node:crypto';
import {
  failed,
  MediaDownloadError,
  toStatusFailure,
} from '../../functions/media-mirror/download/failure.ts';
import type { FetchMedia, FetchOutcome } from '../../functions/media-mirror/ports.ts';
import type { MediaFailureReason } from '../../shared/contract/media-events.ts';
import { MediaApi } from './media-api.ts';
import type { ExecutionEnvironment } from './platform/execution-environment.ts';
import type { World } from './world.ts';

/**
 * How the server serves a file.
 * - `complete`: in the first attempt.
 * - `gone`: never.
 * - `late`: not before some minutes have passed.
 * - `flaky`: complete after a few failures of any kind.
 * - `down`: not until the server is repaired.
 * - `other bytes`: complete, but not with the hash that the provider declared.
 * - `changing`: complete, but sometimes another file.
 */
export type Serving = 'complete' | 'gone' | 'late' | 'flaky' | 'down' | 'other bytes' | 'changing';

export interface MediaFile {
  readonly url: string;
  /** Set when the provider's callbacks have an id in place of the URL. */
  readonly id?: string;
  readonly serving: Serving;
  /** The file. */
  readonly bytes: Buffer;
  /** What the server sometimes sends instead of a file that is `changing`. */
  readonly otherBytes: Buffer;
  /** The hash in the provider's callback, in base64; some callbacks have none. */
  readonly declaredSha256: string | undefined;
  /** When a file that is `late` is there. */
  readonly availableAtMs: number;
  failuresLeft: number;
}

/**
 * The mirror waits 15 minutes for a file, by the clocks of its environments, which may be wrong by 5
 * minutes. Files exist from the beginning of a run, before their messages.
 */
const latestMs = 8 * 60_000;

const largeBytes = 5 * 1024 * 1024 + 77;

/** The files of the providers, behind the mirror's port `FetchMedia`. */
export class MediaServer {
  readonly files = new Map<string, MediaFile>();
  /** Returns the URLs of the files that have an id. */
  readonly api: MediaApi;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    this.api = new MediaApi(world);
  }

  /** Adds a file whose bytes differ from those of every other file. */
  add(name: string): MediaFile {
    const file = this.#create(name);
    this.files.set(file.url, file);
    return file;
  }

  /** Adds a file that only the API can locate. */
  addById(id: string): MediaFile & { readonly id: string } {
    const file = { ...this.#create(id), id };
    this.api.add(id, file);
    return file;
  }

  #create(name: string): MediaFile {
    const { random, faults, scheduler } = this.#world;
    const isLarge = random.chance(0.01);
    const bytes = isLarge ? Buffer.alloc(largeBytes, name) : Buffer.from(`bytes of ${name}`);
    const serving = faults.plan.calm
      ? 'complete'
      : random.pick<Serving>([
          'complete',
          'gone',
          'late',
          'flaky',
          'down',
          'other bytes',
          'changing',
          'changing',
        ]);
    const declared =
      serving === 'other bytes' ? Buffer.from('the bytes that the provider hashed') : bytes;
    const hasHash = random.chance(serving === 'changing' ? 0.5 : 0.8);
    return {
      url: `https://media.example/${name}`,
      serving,
      bytes,
      otherBytes: Buffer.from(`other bytes than those of ${name}`),
      declaredSha256: hasHash ? createHash('sha256').update(declared).digest('base64') : undefined,
      availableAtMs: scheduler.nowMs + random.integer(0, latestMs),
      failuresLeft: serving === 'flaky' ? random.integer(1, 4) : 0,
    };
  }

  fetchFor(environment: ExecutionEnvironment): FetchMedia {
    return async (url, _timeoutMs, credentials) => {
      await environment.sleep(this.#world.random.integer(10, 2_000));
      const file = this.files.get(url) ?? this.api.fileAt(url, credentials);
      return file === undefined
        ? failed(toStatusFailure(404, undefined))
        : this.#serve(file, environment);
    };
  }

  #serve(file: MediaFile, environment: ExecutionEnvironment): FetchOutcome {
    const { faults, random, scheduler } = this.#world;
    const isLate = file.serving === 'late' && scheduler.nowMs < file.availableAtMs;
    if (isLate) faults.count('media late');
    if (isLate || file.serving === 'gone') {
      return failed(toStatusFailure(random.pick([404, 403]), undefined));
    }
    if (file.serving === 'down' && !faults.isRepaired) return this.#refuse();
    if (file.serving === 'changing' && faults.surprise('other media served', 0.5)) {
      return opened(serveAll(file.otherBytes, environment));
    }
    if (file.failuresLeft === 0) return opened(serveAll(file.bytes, environment));
    file.failuresLeft -= 1;
    if (random.chance(0.4)) return this.#refuse();
    faults.count('media not served');
    return random.chance(0.5)
      ? opened(serveTruncated(file.bytes, environment))
      : opened(serveAll(Buffer.from('<!doctype html><title>Not now</title>'), environment));
  }

  #refuse(): FetchOutcome {
    const { faults, random } = this.#world;
    faults.count('media not served');
    const reason = random.pick<MediaFailureReason>([
      'server_error',
      'rate_limited',
      'unreachable',
      'timeout',
    ]);
    const retryAfterSeconds = reason === 'rate_limited' ? random.integer(1, 600) : undefined;
    return failed({ reason, retryAfterSeconds });
  }
}

function opened(body: AsyncIterable<Uint8Array>): FetchOutcome {
  return { kind: 'opened', response: { contentType: 'image/jpeg', body, close: () => {} } };
}

async function* serveAll(
  bytes: Buffer,
  { sleep }: ExecutionEnvironment,
): AsyncGenerator<Uint8Array> {
  const half = Math.ceil(bytes.length / 2);
  yield bytes.subarray(0, half);
  await sleep(5);
  if (half < bytes.length) yield bytes.subarray(half);
}

async function* serveTruncated(
  bytes: Buffer,
  { sleep }: ExecutionEnvironment,
): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, Math.ceil(bytes.length / 2));
  await sleep(5);
  throw new MediaDownloadError({ reason: 'truncated' });
}
