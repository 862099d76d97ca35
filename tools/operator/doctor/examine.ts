import { explainError } from '../explain-error.ts';
import type { Finding, Judgement } from './finding.ts';

/**
 * Runs one check. A check that throws becomes a finding, so that it does not hide the findings of others.
 * Never rejects.
 *
 * @param check the name of what is checked, which the finding gets
 * @param look returns the result, or a finding for each of several things with a name of its own
 */
export async function examine(
  check: string,
  look: () => Promise<Judgement | readonly Finding[]>,
  remedy = 'run doctor again; if it fails again, check the AWS status page',
): Promise<readonly Finding[]> {
  try {
    const found = await look();
    return 'state' in found ? [{ check, ...found }] : found;
  } catch (error) {
    const text = `could not be checked: ${explainError(error) ?? String(error)}`;
    return [{ check, state: 'failed', text, remedy: isDenial(error) ? permissions : remedy }];
  }
}

const permissions = 'docs/operations.md#what-an-operator-may-do';

function isDenial(error: unknown): boolean {
  return error instanceof Error && /^AccessDenied|^UnauthorizedOperation/.test(error.name);
}
