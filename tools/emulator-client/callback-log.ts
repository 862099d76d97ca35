import { fetchFromEmulator } from './emulator-pages.ts';
import { emulatorPaths } from './local-urls.ts';

/** A callback as the emulator received it, without its body: one of a list. */
export interface CallbackSummary {
  /** Its place in the log, counted from 1 since the emulator started. */
  readonly sequence: number;
  readonly receivedAt: string;
  readonly endpoint: 'api' | 'functionUrl';
  /** Name of the gateway that it came to; absent for the first one of the app. */
  readonly gateway?: string | undefined;
  readonly method: string;
  /** The path without the token, which is shown as `…`. */
  readonly path: string;
  /** The first segment of the path: the id of the provider when there is one. */
  readonly provider: string;
  readonly bodyBytes: number;
  readonly status: number;
  readonly elapsedMs: number;
}

/** A callback with everything that may be shown of it. */
export interface LoggedCallback extends CallbackSummary {
  /** Every header; the value of one that may hold a secret is `…`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body in base64, at most the first megabyte of it. */
  readonly bodyBase64: string;
  readonly response: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

/** A part of the log, the oldest callback first. */
export interface CallbackPage {
  readonly callbacks: readonly CallbackSummary[];
  /** Sequence of the newest callback; 0 before the first one. */
  readonly last: number;
}

/**
 * Reads the callbacks that a running emulator has received after a sequence; it keeps the newest 500.
 *
 * @param waitMs how long the emulator waits for a callback when there is none yet, 60,000 at most
 * @throws {EmulatorError} when no emulator responds
 */
export async function readCallbackLog(
  origin: string,
  since: number,
  waitMs = 0,
): Promise<CallbackPage> {
  const response = await fetchFromEmulator(
    `${origin}${emulatorPaths.callbacks({ since, waitMs })}`,
  );
  return (await response.json()) as CallbackPage;
}

/**
 * Reads one callback of the log.
 *
 * @throws {EmulatorError} when no emulator responds, or its log no longer has the callback
 */
export async function readLoggedCallback(
  origin: string,
  sequence: number,
): Promise<LoggedCallback> {
  const response = await fetchFromEmulator(`${origin}${emulatorPaths.callback(sequence)}`);
  return (await response.json()) as LoggedCallback;
}
