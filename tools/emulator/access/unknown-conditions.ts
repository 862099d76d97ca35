import { z } from 'zod';
import type { AppResources } from '../template/stack.ts';
import { policyDocument, unknownTermsOf } from './policy.ts';

/** A resource with one policy, a role with several, or a bus with one statement of its policy. */
const holder = z.object({
  PolicyDocument: policyDocument.optional(),
  Policies: z.array(z.object({ PolicyDocument: policyDocument })).default([]),
  Statement: policyDocument.shape.Statement.optional(),
});

/**
 * Describes the policies that the emulator cannot evaluate in full: a line for each statement with a
 * condition operator, a key or a variable that it does not know.
 */
export function describeUnknownConditions({ resources }: AppResources): readonly string[] {
  const holders = resources.ofType(
    'AWS::Events::EventBusPolicy',
    'AWS::IAM::ManagedPolicy',
    'AWS::IAM::Policy',
    'AWS::IAM::Role',
    'AWS::S3::BucketPolicy',
    'AWS::SQS::QueuePolicy',
  );
  return holders.flatMap(({ logicalId, properties }) => {
    const {
      PolicyDocument,
      Policies = [],
      Statement = [],
    } = holder.safeParse(properties).data ?? {};
    const statements = [PolicyDocument, ...Policies.map((policy) => policy.PolicyDocument)].flatMap(
      (document) => document?.Statement ?? [],
    );
    return [...statements, ...Statement].flatMap((statement) => {
      const terms = unknownTermsOf(statement).join(', ');
      if (terms === '') return [];
      const name = [logicalId, ...(statement.Sid ? [statement.Sid] : [])].join(', ');
      const effect = statement.Effect === 'Allow' ? 'allows nothing' : 'always denies';
      return `${name}: the emulator does not know ${terms}, so this statement ${effect} here`;
    });
  });
}
