import type { ProviderError } from '../../../../shared/contract/index.ts';
import { toErrors } from '../../../../shared/provider/values/error-text.ts';
import { toProviderErrors } from '../../../../shared/whatsapp/errors.ts';
import type { ReportedErrors } from '../schema/reported-errors.ts';

/** The errors that a callback tells, as objects or as a text that may begin with a code. */
export function toReportedErrors(error: ReportedErrors): ProviderError[] {
  return typeof error === 'string' ? toErrors(error) : toProviderErrors(error);
}
