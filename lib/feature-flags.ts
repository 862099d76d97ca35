/**
 * Switches of the CDK that the app and its tests share; they stand here and not in `cdk.json`, which
 * only the command line reads.
 */
export const featureFlags = {
  /** A template that CloudFormation's schemas refuse fails at synth, not in the account. */
  '@aws-cdk/core:validateAgainstDefaultRules': true,
} as const;
