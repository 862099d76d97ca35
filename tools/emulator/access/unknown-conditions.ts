import { z } from 'zod';
import type { AppResources } from '../template/stack.ts';
import { policyDocument, unknownTermsOf } from './policy.ts';

/** A resource with one policy, or a role with several. */
const holder = z.object({
  PolicyDocument: policyDocument.optional(),
  Policies: z.array(z.object({ PolicyDocument: policyDocument })).default([]),
});

/**
 * Describes the policies that the emulator cannot evaluate in full: a line for each statement with a
 * condition operator, a key or a variable that it does not know.
 */
export function describeUnknownConditions({ resources }: AppResources): readonly string[] {
  const holders = resources.ofType(
    'AWS::IAM::ManagedPolicy',
    'AWS::IAM::Policy',
    'AWS::IAM::Role',
    'AWS::S3::BucketPolicy',
    'AWS::SQS::QueuePolicy',
  );
  return holders.flatMap(({ logicalId, properties }) => {
    const { PolicyDocument, Policies } = holder.safeParse(properties).data ?? { Policies: [] };
    const statements = [PolicyDocument, ...Policies.map((policy) => policy.PolicyDocument)].flatMap(
      (document) => document?.Statement ?? [],
    );
    return statements.flatMap((statement) => {
      const terms = unknownTermsOf(statement).join(', ');
      if (terms === '') return [];
      const name = [logicalId, ...(statement.Sid ? [statement.Sid] : [])].join(', ');
      const effect = statement.Effect === 'Allow' ? 'allows nothing' : 'always denies';
      return `${name}: the emulator does not know ${terms}, so this statement ${effect} here`;
    });
  });
}
