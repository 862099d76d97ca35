import { explainError } from '../explain-error.ts';
import type { Finding } from './finding.ts';

/**
 * Carries out one check. That something could not be looked at is a finding as well, so that it
 * hides nothing that others found. Never rejects.
 *
 * @param check names the finding when the check fails
 */
export async function examine(
  check: string,
  look: () => Promise<Finding | readonly Finding[]>,
  remedy = 'run doctor again; when it stays so, look at the AWS status page',
): Promise<readonly Finding[]> {
  try {
    return [await look()].flat();
  } catch (error) {
    const text = `could not be checked: ${explainError(error) ?? String(error)}`;
    return [{ check, state: 'failed', text, remedy: isDenial(error) ? permissions : remedy }];
  }
}

const permissions = 'docs/operations.md#what-an-operator-may-do';

function isDenial(error: unknown): boolean {
  return error instanceof Error && /^AccessDenied|^UnauthorizedOperation/.test(error.name);
}
