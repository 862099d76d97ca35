import { createDynamoDbItemStore } from '../../../functions/publisher/dynamodb-item-store.ts';
import { createDynamoDbEventStore } from '../../../shared/table/dynamodb-event-store.ts';
import type { Decision } from '../../../shared/table/link-records.ts';
import { toLink } from '../../../shared/table/links.ts';
import type { CommandContext, CommandOutcome } from '../command.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { openStores } from '../gateway/open-stores.ts';
import { OperatorError } from '../operator-error.ts';
import { carryOutDecision, findLinkEvent, type LinkPlan, planDecision } from './decide-link.ts';
import { describeDecision } from './describe-user.ts';
import { describePerson, readingLinks, readNames } from './read-user.ts';

/**
 * Undoes a link between two names, or takes that back. Without `--yes` it shows who would be who.
 *
 * @throws {OperatorError} when the two names were never linked
 */
export async function decideLink(
  state: Decision['state'],
  words: readonly string[],
  channel: string | undefined,
  context: CommandContext,
): Promise<CommandOutcome> {
  const { scope, names } = readNames(words, channel, 2);
  const [one = '', other = ''] = names;
  const { gateway, table } = await openStores(context);
  const link = toLink(scope, one, other);
  const seen = await findLinkEvent(link, table);
  if (seen === undefined) {
    throw new OperatorError(
      `no callback has shown ${one} and ${other} as one person: \`users show\` prints the links of a name`,
    );
  }
  const plan = await planDecision(link, state, readingLinks(table));
  const { clients, resources } = gateway;
  const { isConfirmed, output } = context;
  if (isConfirmed) {
    const at = context.now();
    await carryOutDecision(plan, seen, at.toISOString(), {
      table,
      items: createDynamoDbItemStore(clients.dynamodb, resources.eventsTable),
      records: createDynamoDbEventStore(clients.dynamodb, {
        tableName: resources.eventsTable,
        retentionDays: await readLinkDays(gateway),
      }),
    });
    await table.writeAudit(state === 'linked' ? 'link' : 'unlink', at, { links: 1 });
  }
  const people = await Promise.all(
    plan.people.map((person) => describePerson(scope, person, table)),
  );
  output.document({ state, people, ...(!isConfirmed && { dryRun: true }) }, describeDecision);
  if (isStillJoined(plan)) {
    output.progress('other links still join the two names: undo them as well');
  }
  return 0;
}

/**
 * Days after which a decision expires: as those of links, since what was said before it must expire first.
 * All functions of a gateway keep their event records for the same time.
 */
async function readLinkDays(
  gateway: Pick<Gateway, 'functionSettings'>,
): Promise<number | undefined> {
  const [settings] = (await gateway.functionSettings()).values();
  return settings?.retentionDays && 2 * settings.retentionDays;
}

function isStillJoined({ link, state, people }: LinkPlan): boolean {
  const isJoined = people.some(
    ({ names }) => names.includes(link.stronger) && names.includes(link.weaker),
  );
  return state === 'unlinked' && isJoined;
}
