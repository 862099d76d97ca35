import { type Stack, Token } from 'aws-cdk-lib';
import { z } from 'zod';
import type { GatewayConfig } from './config.ts';
import { GatewayConfigError } from './gateway-config-error.ts';

/**
 * The ARN of a KMS key. An alias is refused: table, buckets and secrets would take it, but no IAM policy
 * can name a key by it, so that every callback would be denied (KMS developer guide, "Specifying KMS keys
 * in IAM policy statements", read 2026-11-28).
 */
export const keyArn = z
  .string()
  .regex(
    /^arn:[\w-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
    'must be the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>; `aws kms describe-key --key-id <alias>` prints the one behind an alias',
  );

/** The ARN of a certificate in AWS Certificate Manager. */
export const certificateArn = z
  .string()
  .regex(
    /^arn:[\w-]+:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
    'must be the ARN of a certificate in ACM, arn:aws:acm:<region>:<account>:certificate/<id>',
  );

/**
 * Refuses what lies in another region than the stack, if the stack says its region: a table, a bucket, a
 * secret and a regional domain can use nothing of another one.
 *
 * @throws {GatewayConfigError} which names each key
 */
export function checkRegionsOfArns(stack: Stack, config: GatewayConfig): void {
  if (Token.isUnresolved(stack.region)) return;
  const arns = {
    kmsKeyArn: config.kmsKeyArn,
    'customDomain.certificateArn': config.customDomain?.certificateArn,
  };
  const problems = Object.entries(arns).flatMap(([key, arn]) => {
    const region = arn?.split(':')[3];
    return region === undefined || region === stack.region
      ? []
      : [
          `${key} is of region ${region}, and the stack of ${stack.region}: name one of this region`,
        ];
  });
  if (problems.length > 0) throw new GatewayConfigError(problems.join('\n'));
}
