import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';

/**
 * CDK feature flags that the app and its tests share: those that the CDK recommends, as a new CDK app has
 * them. They are not in `cdk.json`, because only the command line reads that file; what an owner sets
 * there comes first.
 */
export const featureFlags = {
  ...CURRENTLY_RECOMMENDED_FLAGS,
  '@aws-cdk/core:target-partitions': ['aws', 'aws-cn', 'aws-us-gov'],
  /** A template that violates CloudFormation's schemas fails at synth, not in the account. */
  '@aws-cdk/core:validateAgainstDefaultRules': true,
};
