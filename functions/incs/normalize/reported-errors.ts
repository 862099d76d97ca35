import type { ProviderError } from '../../../shared/events/index.ts';
import { toProviderErrors } from '../../../shared/normalizers/cloud-api/errors.ts';
import { toErrors } from '../../../shared/normalizers/error-text.ts';
import type { ReportedErrors } from '../schema/reported-errors.ts';

/** The errors that a callback tells, as objects or as a text that may begin with a code. */
export function toReportedErrors(error: ReportedErrors): ProviderError[] {
  return typeof error === 'string' ? toErrors(error) : toProviderErrors(error);
}
