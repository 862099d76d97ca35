import { z } from 'zod';
import { type PolicyStatement, policyDocument } from '../access/policy.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { JsonService } from '../aws/json-service.ts';

/** The most characters of a policy: 10 KB (EventBridge API reference, `PutPermission`, read 2026-11-28). */
const maxCharacters = 10_240;

/** A statement as it was given. */
const givenStatement = z.looseObject({ Sid: z.string().optional() });

export type BusStatement = z.infer<typeof givenStatement>;

const givenPolicy = z.looseObject({ Statement: z.array(givenStatement) });

/** The resource policies of buses. Calls change them until the next start, which takes them from the template. */
export interface BusPolicies {
  /** The statements of a bus as they were given. */
  read(busArn: string): readonly BusStatement[];
  /** @throws {ZodError} for a statement that the emulator cannot evaluate */
  write(busArn: string, statements: readonly BusStatement[]): void;
  /** The statements of a bus to be evaluated. */
  statementsOf(busArn: string): readonly PolicyStatement[];
}

export function createBusPolicies(): BusPolicies {
  const policies = new Map<
    string,
    { readonly given: readonly BusStatement[]; readonly parsed: readonly PolicyStatement[] }
  >();
  return {
    read: (busArn) => policies.get(busArn)?.given ?? [],
    write: (busArn, given) => {
      const { Statement: parsed } = policyDocument.parse({ Statement: given });
      policies.set(busArn, { given, parsed });
    },
    statementsOf: (busArn) => policies.get(busArn)?.parsed ?? [],
  };
}

const describeInput = z.object({ Name: z.string().default('default') });

/** Strict: of the older form, a statement for one account, the emulator would have to make a policy. */
const putInput = z.strictObject({
  EventBusName: z.string().default('default'),
  Policy: z.string('the emulator takes only a whole Policy'),
});

const removeInput = z.object({
  EventBusName: z.string().default('default'),
  StatementId: z.string().optional(),
  RemoveAllPermissions: z.boolean().default(false),
});

/**
 * The operations on policies of buses.
 *
 * @param arnOfBus of a bus that exists, by its name or ARN; throws for another one
 */
export function busPolicyOperations(
  policies: BusPolicies,
  arnOfBus: (nameOrArn: string) => string,
): JsonService {
  return {
    DescribeEventBus: (input) => {
      const arn = arnOfBus(describeInput.parse(input).Name);
      const Statement = policies.read(arn);
      return {
        Name: arn.slice(arn.indexOf('/') + 1),
        Arn: arn,
        ...(Statement.length > 0 && {
          Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
        }),
      };
    },
    PutPermission: (input) => {
      const { EventBusName, Policy } = putInput.parse(input);
      const arn = arnOfBus(EventBusName);
      if (Policy.length > maxCharacters) {
        throw new AwsError('PolicyLengthExceededException', 'The event bus policy is too long.');
      }
      policies.write(arn, givenPolicy.parse(parsePolicy(Policy)).Statement);
      return {};
    },
    RemovePermission: (input) => {
      const { EventBusName, StatementId, RemoveAllPermissions } = removeInput.parse(input);
      const arn = arnOfBus(EventBusName);
      const statements = policies.read(arn);
      const kept = RemoveAllPermissions ? [] : statements.filter(({ Sid }) => Sid !== StatementId);
      if (!RemoveAllPermissions && kept.length === statements.length) {
        throw new AwsError(
          'ResourceNotFoundException',
          'Statement with the provided id does not exist.',
        );
      }
      policies.write(arn, kept);
      return {};
    },
  };
}

function parsePolicy(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError('ValidationException', 'Policy is not valid JSON.');
  }
}
