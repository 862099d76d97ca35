import { explainError } from '../explain-error.ts';

/** One step on the way of a test callback, or one property of the gateway, and whether it is as promised. */
export interface Result {
  /** Provider and endpoint (`incs api`), or the part of the gateway. */
  readonly subject: string;
  /** What was tried: `response`, `record`, `event`. */
  readonly check: string;
  /** Only `failed` makes the command fail. `not checked`: the text says why, the remedy how to do it by hand. */
  readonly state: 'ok' | 'failed' | 'not checked';
  /** How long it took, where it says something about the gateway. */
  readonly tookMs?: number;
  readonly text: string;
  /** The page to read or the command to run. */
  readonly remedy?: string;
}

/** What a check found. */
export type Verdict = Omit<Result, 'subject' | 'check'>;

/** Collects results, and prints each one as soon as it is there. */
export interface Report {
  /**
   * Runs one check. An error becomes a failed result, so that it hides no other result.
   *
   * @param remedy for an error, and for a failure that names none
   */
  check(
    subject: string,
    name: string,
    look: () => Promise<Verdict>,
    remedy?: string,
  ): Promise<Result>;
  readonly results: readonly Result[];
}

/**
 * @param print receives a line for each result
 * @param signal what fails after it is aborted is not checked
 */
export function createReport(print: (line: string) => void, signal: AbortSignal): Report {
  const results: Result[] = [];
  return {
    results,
    async check(subject, check, look, remedy = 'docs/verify.md#what-a-failure-means') {
      const verdict = signal.aborted
        ? interrupted
        : await look().catch((error: unknown): Verdict => {
            if (signal.aborted) return interrupted;
            return {
              state: 'failed',
              text: explainError(error) ?? String(error),
              remedy: isDenial(error) ? 'docs/operations.md#what-an-operator-may-do' : remedy,
            };
          });
      const result = { subject, check, ...(verdict.state === 'failed' && { remedy }), ...verdict };
      results.push(result);
      print(toLine(result));
      return result;
    },
  };
}

/** The text of what was not checked because of Ctrl-C. */
export const interruption = 'the run was interrupted';

const interrupted: Verdict = { state: 'not checked', text: interruption };

function isDenial(error: unknown): boolean {
  return error instanceof Error && /^AccessDenied|^UnauthorizedOperation/.test(error.name);
}

function toLine({ subject, check, state, tookMs, text }: Result): string {
  const took = tookMs === undefined ? '' : ` (${Math.round(tookMs)} ms)`;
  return `${state.padEnd(11)}  ${subject}: ${check}: ${text}${took}`;
}
