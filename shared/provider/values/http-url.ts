/**
 * A link that can be downloaded: an absolute http or https URL, as written, without white space
 * around it. `undefined` for anything else: a placeholder, a path, another scheme.
 */
export function toHttpUrl(value: string | undefined): string | undefined {
  const written = value?.trim() ?? '';
  return /^https?:\/\//i.test(written) && URL.canParse(written) ? written : undefined;
}
