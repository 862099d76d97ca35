/** Beginning of the `source` of every event: rules match it. No other sender on the bus has it. */
export const sourcePrefix = 'tributary.';

/** `source` of the events of a provider: `tributary.<provider>`. */
export type Source = `${typeof sourcePrefix}${string}`;

/** `source` of the events of a provider. */
export function toSource(provider: string): Source {
  return `${sourcePrefix}${provider}`;
}
