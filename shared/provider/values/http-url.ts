/**
 * A link that can be downloaded: an absolute http or https URL, as it was written but for white
 * space around it. Anything else (a placeholder, a path, another scheme) is none: `undefined`.
 */
export function toHttpUrl(value: string | undefined): string | undefined {
  const written = value?.trim() ?? '';
  return /^https?:\/\//i.test(written) && URL.canParse(written) ? written : undefined;
}
