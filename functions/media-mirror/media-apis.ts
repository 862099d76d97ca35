import * as z from 'zod/mini';
import { mediaFailureReason } from '../../shared/contract/media-events.ts';
import { environmentKeys } from '../../shared/runtime/environment.ts';

/** A provider's media API as the stack hands it over: see `MediaApi` of the manifest. */
const mediaApi = z.object({
  baseUrl: z.url(),
  version: z.string(),
  fileHosts: z.array(z.string()),
  errorReasons: z.record(z.string(), mediaFailureReason),
  usageHeader: z.optional(z.string()),
  /** ARN of the provider's secret, which has the access token. */
  secretArn: z.string(),
});

export type ConfiguredMediaApi = z.infer<typeof mediaApi>;

/**
 * The media APIs in the function's environment, by provider id.
 *
 * @throws {Error} when the text is not what the stack writes
 */
export function readMediaApis(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, ConfiguredMediaApi>> {
  const text = environment[environmentKeys.mediaApis];
  return text ? z.parse(z.record(z.string(), mediaApi), JSON.parse(text)) : {};
}
