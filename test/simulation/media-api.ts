import { toStatusFailure } from '../../functions/media-mirror/failure.ts';
import type { Answer, FetchResponse } from '../../functions/media-mirror/fetch-response.ts';
import type { Credentials } from '../../functions/media-mirror/ports.ts';
import type { MediaFile } from './media-server.ts';
import type { ExecutionEnvironment } from './platform/execution-environment.ts';
import type { World } from './world.ts';

interface Place {
  readonly file: MediaFile;
  readonly expiresAtMs: number;
}

/** How long a place is good that the Graph API has told (Cloud API, "Media", read on 2026-11-21). */
const placeLifeMs = 5 * 60_000;

/**
 * A provider's API for files that its callbacks name only by an id, behind the mirror's port
 * `FetchResponse`: `GET <base>/<version>/<id>` tells a place, which is good for a while and for the
 * same access token. It answers as Meta's Graph API does, of which it has the error codes.
 */
export class MediaApi {
  /** The only one that is taken; the operator renews it. */
  accessToken = 'the-first-access-token';
  readonly #world: World;
  readonly #files = new Map<string, MediaFile>();
  readonly #places = new Map<string, Place>();

  constructor(world: World) {
    this.#world = world;
  }

  add(id: string, file: MediaFile): void {
    this.#files.set(id, file);
  }

  responseFor(environment: ExecutionEnvironment): FetchResponse {
    const { faults, random } = this.#world;
    return async ({ pathname }, _timeoutMs, credentials) => {
      await environment.sleep(random.integer(10, 500));
      if (!this.#isTaken(credentials)) return refused(401, 190);
      if (faults.surprise('media API failed')) return this.#fail();
      const file = this.#files.get(pathname.split('/').at(-1) ?? '');
      // An id that is gone and one that the token may not see are the same to the Graph API.
      if (file === undefined || file.serving === 'gone') return refused(400, 100);
      return { json: { url: this.#place(file, credentials) }, headers: {} };
    };
  }

  /** The file at a place that is still good, for whoever has the token. */
  fileAt(url: string, credentials: Credentials | undefined): MediaFile | undefined {
    const place = this.#places.get(url);
    if (place === undefined || !this.#isTaken(credentials)) return undefined;
    return place.expiresAtMs > this.#world.scheduler.nowMs ? place.file : undefined;
  }

  /** On the last of the origins that get the token: a host of files, not the API's. */
  #place(file: MediaFile, { origins }: Credentials): string {
    const { scheduler, faults } = this.#world;
    const isExpired = faults.surprise('media place expired');
    const url = `${origins.at(-1)}/files/${this.#places.size}`;
    this.#places.set(url, { file, expiresAtMs: scheduler.nowMs + (isExpired ? 0 : placeLifeMs) });
    return url;
  }

  #fail(): Answer {
    const { random } = this.#world;
    const minutes = random.integer(1, 10);
    return random.pick<Answer>([
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

  #isTaken(credentials: Credentials | undefined): boolean {
    return credentials?.authorization === `Bearer ${this.accessToken}`;
  }
}

function refused(status: number, code: number): Answer {
  return { failure: toStatusFailure(status, undefined), json: { error: { code } }, headers: {} };
}
