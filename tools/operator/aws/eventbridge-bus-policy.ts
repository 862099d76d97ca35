import {
  DescribeEventBusCommand,
  type EventBridgeClient,
  PutPermissionCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-eventbridge';
import { z } from 'zod';

/** Beginning of the id of the statement that a command adds. A number follows, which it needs to repair. */
const statementPrefix = 'TributaryVerify';

const policy = z.looseObject({ Statement: z.array(z.looseObject({ Sid: z.string().optional() })) });

type Policy = z.infer<typeof policy>;

/** The resource policy of the bus, as far as a command denies the publisher the use of the bus. */
export interface BusPolicy {
  /**
   * Adds a statement that denies a role to put events. Others of the policy stay. It has an effect some
   * seconds later.
   *
   * @param note a number to find again by `readDenial`
   */
  deny(roleArn: string, note: number): Promise<void>;
  /** The note of the denial that is in the policy; `undefined` without one. */
  readDenial(): Promise<number | undefined>;
  /** Removes the denial; succeeds also when there is none. */
  allow(): Promise<void>;
}

export function createBusPolicy(client: EventBridgeClient, busName: string): BusPolicy {
  async function read(): Promise<{ readonly arn: string; readonly policy: Policy }> {
    const bus = await client.send(new DescribeEventBusCommand({ Name: busName }));
    return {
      arn: bus.Arn ?? '',
      policy: bus.Policy
        ? policy.parse(JSON.parse(bus.Policy))
        : { Version: '2012-10-17', Statement: [] },
    };
  }

  async function readStatementIds(): Promise<readonly string[]> {
    const { Statement } = (await read()).policy;
    return Statement.flatMap(({ Sid }) => (Sid?.startsWith(statementPrefix) ? [Sid] : []));
  }

  return {
    async deny(roleArn, note) {
      const { arn, policy: current } = await read();
      const denial = {
        Sid: `${statementPrefix}${note}`,
        Effect: 'Deny',
        Principal: { AWS: roleArn },
        Action: 'events:PutEvents',
        Resource: arn,
      };
      const Policy = JSON.stringify({ ...current, Statement: [...current.Statement, denial] });
      await client.send(new PutPermissionCommand({ EventBusName: busName, Policy }));
    },

    async readDenial() {
      const [id] = await readStatementIds();
      return id === undefined ? undefined : Number(id.slice(statementPrefix.length));
    },

    async allow() {
      for (const StatementId of await readStatementIds()) {
        await client.send(new RemovePermissionCommand({ EventBusName: busName, StatementId }));
      }
    },
  };
}
