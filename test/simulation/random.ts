/** Pseudo-random numbers from a seed: the same seed gives the same run, everywhere. */
export class Random {
  #state: number;

  /** @param draws selects another sequence of numbers for the same seed */
  constructor(seed: number, draws = 0) {
    // Consecutive seeds, and consecutive sequences of one seed, must give unrelated runs.
    this.#state = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(draws, 0x85ebca6b) ^ 0x5bf03635;
  }

  /** In [0, 1): mulberry32 by Tommy Ettinger, in the public domain. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number, both ends included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** Text of letters of an alphabet, which has 4,096 letters at most; it does not compress well. */
  text(length: number, alphabet: readonly string[]): string {
    let text = '';
    for (let left = length; left > 0; left -= 2) {
      const bits = Math.floor(this.next() * 2 ** 24);
      text += alphabet[(bits >>> 12) % alphabet.length];
      if (left > 1) text += alphabet[(bits & 0xfff) % alphabet.length];
    }
    return text;
  }

  /** @throws {Error} when there is nothing to pick from */
  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}
