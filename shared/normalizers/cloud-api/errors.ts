import type { ProviderError } from '../../events/index.ts';
import type { CloudApiError } from './schema.ts';

/**
 * `message` repeats `title` in webhooks; it is only used where `title` is missing, as in some older
 * revisions.
 */
export function toProviderErrors(errors: readonly CloudApiError[] | undefined): ProviderError[] {
  return (errors ?? []).map((error) => ({
    code: error.code,
    title: error.title ?? error.message,
    detail: error.error_data?.details,
  }));
}
