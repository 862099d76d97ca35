import { toTable } from '../table.ts';
import type { Line } from '../terminal/lines.ts';
import type { PrintedPerson } from './read-user.ts';

/** Who is who after an operator has decided about two names, or who would be. */
export function describeDecision({
  state,
  people,
  dryRun,
}: {
  readonly state: 'linked' | 'unlinked';
  readonly people: readonly PrintedPerson[];
  readonly dryRun?: boolean;
}): readonly Line[] {
  const count = people.length === 1 ? 'one person' : `${people.length} persons`;
  return [
    [
      dryRun
        ? `${state}, the names would be of ${count}: add --yes to do it`
        : `${state}: ${count}`,
    ],
    ...people.flatMap((person) => [[''], ...describeUser(person)]),
  ];
}

/** A person for a terminal: each name with its conversation, and the links that make them one. */
export function describeUser({
  names,
  conversations,
  links,
  isCut,
}: PrintedPerson): readonly Line[] {
  const rows = names.map((name, index) => ({ name, conversation: conversations[index] }));
  const joined = links.map((link) => ({
    since: link.since,
    names: link.names.join(' = '),
    event: link.eventId,
    reason: link.reason,
  }));
  return [
    ...toTable(rows, ['name', 'conversation']),
    [''],
    ...(joined.length === 0
      ? [[{ text: 'no links: no callback has shown another name', style: 'quiet' } as const]]
      : toTable(joined, ['since', 'names', 'event', 'reason'], 'reason')),
    ...(isCut ? [[{ text: 'there are more names', style: 'warning' } as const]] : []),
  ];
}
