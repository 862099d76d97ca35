/**
 * Names the option with which the owner decides about callbacks that are not signed: `signature` of the function
 * of the provider, or `signature.policy` of `generic`.
 */
export function signatureOption(provider: string): string {
  return `the option signature of ${provider} in the app's providers (signature.policy, if it is generic)`;
}
