import type { MediaFile, MediaServer } from '../media-server.ts';
import type { World } from '../world.ts';
import type { Callback, CallbackItem } from './callback.ts';

/** A message in a story. */
export interface StoryMessage {
  readonly provider: string;
  readonly id: string;
  /** The provider's second id, if a provider event contains both ids. */
  readonly alias?: string;
  readonly files: readonly MediaFile[];
  /** The names of its user, one or two of a person who has no others: the callback links two. */
  readonly names?: readonly string[];
  /** The number of the business that the user wrote to, if `names` are given. */
  readonly business?: string;
  /** The text that the owner attached to it, and to no other. */
  readonly callbackData?: string;
}

/** What an operator decides: these two names are not of one person. */
export interface Decision {
  readonly business: string;
  readonly names: readonly string[];
  readonly atMs: number;
  /** Whether the operator later decides that they are. */
  readonly isTakenBack: boolean;
}

/** A user of WhatsApp, with names that no other user of the run has. */
export interface User {
  readonly phone: string;
  /** The id that is scoped to the business. */
  readonly id: string;
}

/** Adds the callbacks of one story to a script. */
export type Story = (script: Script) => void;

/** A user whom the operator erases. */
export interface Erasure {
  readonly phone: string;
  /** Another name of the user. */
  readonly also?: string;
  /** Texts and ids that only the user's callbacks have. */
  readonly markers: readonly string[];
  readonly file: MediaFile | undefined;
}

/** The callbacks of a run and their messages: the invariants compare the gateway with them. */
export interface Stories {
  readonly callbacks: Callback[];
  readonly messages: StoryMessage[];
  readonly erasures: Erasure[];
  readonly decisions: Decision[];
}

/** Collects the callbacks and messages of a run's stories. */
export class Script implements Stories {
  readonly callbacks: Callback[] = [];
  readonly messages: StoryMessage[] = [];
  readonly erasures: Erasure[] = [];
  readonly decisions: Decision[] = [];
  /** The fixtures that occur in this run, each once. */
  readonly fixtures = new Set<string>();
  readonly world: World;
  readonly #mediaServer: MediaServer;
  #names = 0;

  constructor(world: World, mediaServer: MediaServer) {
    this.world = world;
    this.#mediaServer = mediaServer;
  }

  /** A text that is unique in this run. */
  name(kind: string): string {
    this.#names += 1;
    return `${kind}-${this.#names}-of-the-simulation`;
  }

  /**
   * Digits that are unique in this run: a phone number, or an id that is a number. Ids of fixtures have many
   * zeros, and must not have one of these in them.
   */
  readonly number = (digits: number): string => {
    this.#names += 1;
    const counted = String(this.#names).padStart(Math.min(digits - 1, 6), '0');
    return `4${counted.padStart(digits - 1, '9')}`;
  };

  user(): User {
    return { phone: this.number(12), id: `GB.${this.number(20)}` };
  }

  file(): MediaFile {
    return this.#mediaServer.add(this.name('file'));
  }

  /** A file of which the provider's callbacks have only the id. */
  fileById(): MediaFile & { readonly id: string } {
    return this.#mediaServer.addById(this.name('file'));
  }

  /** A random time in the first ten minutes. */
  someTime(): number {
    return this.world.scheduler.nowMs + this.world.random.integer(0, 600_000);
  }

  /** An operator undoes a link of two names, and in some runs takes that back. */
  decide(business: string, names: readonly string[], atMs = this.someTime()): void {
    const isTakenBack = this.world.random.chance(0.3);
    this.decisions.push({ business, names, atMs, isTakenBack });
  }

  send(
    provider: string,
    body: string,
    items: readonly CallbackItem[],
    rest: Partial<Callback> = {},
  ): void {
    this.callbacks.push({
      provider,
      body,
      items,
      atMs: this.someTime(),
      method: 'POST',
      fate: 'acknowledged',
      forged: 'nothing',
      responses: [],
      ...rest,
    });
  }
}
