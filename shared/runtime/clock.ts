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
