import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import {
  busStatement,
  readStatements,
  ruleStatements,
  type SubscriberAccess,
} from './subscriber-statements.ts';

/**
 * The managed policy that a subscriber in the same account attaches to its role. It allows what
 * `readStatements` does, and the rules of its team on the bus (`docs/adr/0025-policies-of-teams.md`).
 */
export class SubscriberPolicy extends iam.ManagedPolicy {
  constructor(scope: Construct, id: string, access: SubscriberAccess) {
    super(scope, id, {
      description: 'Subscribe to the events of Tributary, read its event records and media',
      statements: [...ruleStatements(access), busStatement(access), ...readStatements(access)],
    });
  }
}
