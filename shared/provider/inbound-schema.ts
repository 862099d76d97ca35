import type { JsonPath } from './item-place.ts';

/**
 * How one value of a callback's body is read: tolerant of what providers really send, and silent
 * about fields that it does not declare.
 */
export interface InboundSchema<T> {
  /** The canonical value, or why there is none. Does not throw. */
  read(value: unknown): T | Unreadable;
  /** Whether `undefined` reads as `undefined`: an object then skips the field when it is absent. */
  readonly isOptional: boolean;
  /** The fields of an object. */
  readonly fields?: InboundShape;
  /** The schema of each item of a list. */
  readonly item?: InboundSchema<unknown>;
  /** The forms that one value may have. */
  readonly forms?: readonly InboundSchema<unknown>[];
}

/** The declared fields of an object. */
export type InboundShape = Readonly<Record<string, InboundSchema<unknown>>>;

/** What a schema reads. */
export type InboundValue<Schema> = Schema extends InboundSchema<infer T> ? T : never;

/** Why a value cannot be read: where in it, and what is expected there; never the value itself. */
export class Unreadable {
  readonly problem: string;
  readonly path: JsonPath;

  constructor(problem: string, path: JsonPath = []) {
    this.problem = problem;
    this.path = path;
  }

  /** The same, seen from the object or list that holds the value. */
  within(step: string | number): Unreadable {
    return new Unreadable(this.problem, [step, ...this.path]);
  }
}
