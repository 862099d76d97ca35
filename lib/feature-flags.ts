/**
 * CDK feature flags that the app and its tests share. They are not in `cdk.json`, because only the
 * command line reads that file.
 */
export const featureFlags = {
  /** A template that violates CloudFormation's schemas fails at synth, not in the account. */
  '@aws-cdk/core:validateAgainstDefaultRules': true,
} as const;
