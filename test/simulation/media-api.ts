import type {
  FetchJson,
  JsonResponse,
} from '../../functions/media-mirror/download/ask-media-api.ts';
import { toStatusFailure } from '../../functions/media-mirror/download/failure.ts';
import type { Credentials } from '../../functions/media-mirror/ports.ts';
import type { MediaFile } from './media-server.ts';
import type { ExecutionEnvironment } from './platform/execution-environment.ts';
import type { World } from './world.ts';

/** A URL that the API has returned. */
interface ReturnedUrl {
  readonly file: MediaFile;
  readonly expiresAtMs: number;
}

/** How long a URL that the Graph API returns is valid (Cloud API, "Media", read on 2026-11-21). */
const urlLifeMs = 5 * 60_000;

/**
 * A provider's API for files of which its callbacks have only an id, behind the mirror's port
 * `FetchJson`: `GET <base>/<version>/<id>` returns a URL that is valid for some minutes and for the
 * same access token. It responds as Meta's Graph API does, with the same error codes.
 */
export class MediaApi {
  /** The only token that the API accepts; the operator renews it. */
  accessToken = 'the-first-access-token';
  readonly #world: World;
  readonly #files = new Map<string, MediaFile>();
  readonly #returnedUrls = new Map<string, ReturnedUrl>();

  constructor(world: World) {
    this.#world = world;
  }

  add(id: string, file: MediaFile): void {
    this.#files.set(id, file);
  }

  fetchFor(environment: ExecutionEnvironment): FetchJson {
    const { faults, random } = this.#world;
    return async ({ pathname }, _timeoutMs, credentials) => {
      await environment.sleep(random.integer(10, 500));
      if (!this.#isAccepted(credentials)) return refused(401, 190);
      if (faults.surprise('media API failed')) return this.#fail();
      const file = this.#files.get(pathname.split('/').at(-1) ?? '');
      // The Graph API responds in the same way to a deleted id and to an id of another account.
      if (file === undefined || file.serving === 'gone') return refused(400, 100);
      return { json: { url: this.#returnUrl(file, credentials) }, headers: {} };
    };
  }

  /** The file at a URL that is still valid, for a request with the token. */
  fileAt(url: string, credentials: Credentials | undefined): MediaFile | undefined {
    const returned = this.#returnedUrls.get(url);
    if (returned === undefined || !this.#isAccepted(credentials)) return undefined;
    return returned.expiresAtMs > this.#world.scheduler.nowMs ? returned.file : undefined;
  }

  /** A new URL on the last of the origins that receive the token: a file host, not the API itself. */
  #returnUrl(file: MediaFile, { origins }: Credentials): string {
    const { scheduler, faults } = this.#world;
    const isExpired = faults.surprise('media URL expired');
    const url = `${origins.at(-1)}/files/${this.#returnedUrls.size}`;
    this.#returnedUrls.set(url, {
      file,
      expiresAtMs: scheduler.nowMs + (isExpired ? 0 : urlLifeMs),
    });
    return url;
  }

  #fail(): JsonResponse {
    const { random } = this.#world;
    const minutes = random.integer(1, 10);
    return random.pick<JsonResponse>([
      refused(500, 2),
      { failure: { reason: 'timeout' }, headers: {} },
      {
        ...refused(400, 130429),
        headers: {
          'x-business-use-case-usage': `{"1":[{"estimated_time_to_regain_access":${minutes}}]}`,
        },
      },
    ]);
  }

  #isAccepted(credentials: Credentials | undefined): boolean {
    return credentials?.value === `Bearer ${this.accessToken}`;
  }
}

function refused(status: number, code: number): JsonResponse {
  return { failure: toStatusFailure(status, undefined), json: { error: { code } }, headers: {} };
}
