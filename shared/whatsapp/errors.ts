import type { ProviderError } from '../contract/index.ts';
import { toError } from '../provider/values/error-text.ts';
import type { CloudApiErrors } from './schema.ts';

/** In webhooks `message` repeats `title`; it is used only where there is no `title`. */
export function toProviderErrors(errors: CloudApiErrors): ProviderError[] {
  return (errors ?? []).map((error) => ({
    ...toError(error.code, error.title ?? error.message),
    detail: error.error_data?.details ?? error.details,
  }));
}
