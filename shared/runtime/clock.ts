/** The time, as a port: `now` for what people read, `monotonicMs` for how long something took. */
export interface Clock {
  /** The time of day. It may be wrong, and may be set back or forward at any moment. */
  now(): Date;
  /**
   * Milliseconds since an arbitrary instant. It is never set back, but may stand still while the
   * execution environment is frozen.
   */
  monotonicMs(): number;
}

/** What both clocks showed at an instant. */
export interface ClockReading {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** What both clocks show now. */
export function readClock(clock: Clock): ClockReading {
  return { wallMs: clock.now().getTime(), monotonicMs: clock.monotonicMs() };
}

/**
 * Milliseconds since an earlier reading, by the clock that counted more: the time of day may have been set
 * back, and the other clock may have stood still. A time of day that was set forward makes it longer.
 */
export function elapsedMsSince(earlier: ClockReading, clock: Clock): number {
  const { wallMs, monotonicMs } = readClock(clock);
  return Math.max(wallMs - earlier.wallMs, monotonicMs - earlier.monotonicMs);
}
