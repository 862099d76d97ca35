import type { MediaFile, MediaServer } from '../media-server.ts';
import type { World } from '../world.ts';
import type { Callback, Telling } from './callback.ts';

/** A message in a story, as whoever sent it knows it. */
export interface StoryMessage {
  readonly provider: string;
  readonly id: string;
  /** The provider's second id, where some provider event tells it together with the first. */
  readonly alias?: string;
  readonly files: readonly MediaFile[];
}

/** Callbacks and what they are about: what the invariants compare the gateway with. */
export interface Stories {
  readonly callbacks: Callback[];
  readonly messages: StoryMessage[];
}

/** What the stories are told with. */
export class Teller implements Stories {
  readonly callbacks: Callback[] = [];
  readonly messages: StoryMessage[] = [];
  readonly world: World;
  readonly #mediaServer: MediaServer;
  #names = 0;

  constructor(world: World, mediaServer: MediaServer) {
    this.world = world;
    this.#mediaServer = mediaServer;
  }

  /** A text that is nowhere else in this run. */
  name(kind: string): string {
    this.#names += 1;
    return `${kind}-${this.#names}-of-the-simulation`;
  }

  file(): MediaFile {
    return this.#mediaServer.add(this.name('file'));
  }

  /** A file that the provider's callbacks name by its id alone. */
  fileById(): MediaFile & { readonly id: string } {
    return this.#mediaServer.addById(this.name('file'));
  }

  /** Some time in the first ten minutes. */
  someTime(): number {
    return this.world.scheduler.nowMs + this.world.random.integer(0, 600_000);
  }

  send(
    provider: string,
    body: string,
    tellings: readonly Telling[],
    rest: Partial<Callback> = {},
  ): void {
    this.callbacks.push({
      provider,
      body,
      tellings,
      atMs: this.someTime(),
      method: 'POST',
      contentType: 'application/json',
      fate: 'acknowledged',
      forged: 'nothing',
      responses: [],
      ...rest,
    });
  }
}
