import { partitionPrefix } from '../../../shared/table/partition-key.ts';
import type { NameLink } from './find-user.ts';
import type { NameAdditions } from './known-names.ts';
import type { OpenBody } from './other-people.ts';
import type { ErasurePlan } from './plan-erasure.ts';
import type { FoundEstate } from './search-estate.ts';
import { quarantinedPartition } from './search-payloads.ts';
import type { UnsearchedName } from './spelling/unsearched-names.ts';
import type { UnreachablePlace } from './unreachable.ts';

/** A name that may be the user's, and that an operator must decide on. */
export interface OpenName extends NameLink {
  /** What would be erased in addition if it is the user. */
  readonly adds: NameAdditions;
}

/** What an operator must decide on: a name, or a body that names someone else as well. */
export type OpenQuestion = OpenName | OpenBody;

/** The result of an erasure, and of its dry run, as JSON. */
export interface ErasureReport {
  readonly dryRun: boolean;
  /** The names of the user. */
  readonly names: readonly string[];
  readonly undecided: readonly OpenQuestion[];
  readonly records: number;
  readonly payloadObjects: number;
  readonly mediaObjects: number;
  readonly queuedMessages: number;
  /** Keys of objects with dead letters of the user. */
  readonly deadLetters: readonly string[];
  /** Event records and dead letters about others that name the user. They stay. */
  readonly mentions: readonly object[];
  readonly mentioningDeadLetters: readonly string[];
  /** Objects with raw JSON that were found by their event record alone, and not searched for mentions. */
  readonly unreadRaw: number;
  /** Files whose message is gone and that do not say whose they are. */
  readonly unidentifiedFiles: readonly string[];
  /** Event records whose raw JSON this version cannot read. */
  readonly unreadable: readonly object[];
  /** Names that the texts of bodies were not searched for, or not in every meaning. */
  readonly unsearched: readonly UnsearchedName[];
  /**
   * Whether everything that is the user's was within reach and searched, and every name is decided. It says
   * nothing of mentions in what is others', such as `unreadRaw`.
   */
  readonly isComplete: boolean;
  readonly unreachable: readonly UnreachablePlace[];
}

/** The undecided names that would add something. The others need no decision. */
export function openNames({ links, additions }: FoundEstate['user']): readonly OpenName[] {
  const adds = additions.additions();
  return links.flatMap((link) => {
    const added = adds.get(link.name);
    return added === undefined ? [] : [{ ...link, adds: added }];
  });
}

/** Everything that an operator must decide on before anything is erased. */
export function openQuestions(user: FoundEstate['user']): readonly OpenQuestion[] {
  return [...openNames(user), ...user.bodies.open()];
}

export function toReport(
  plan: ErasurePlan,
  { user, payloads, files }: FoundEstate,
  {
    unreachable,
    unsearchedMessages,
    isCarriedOut,
    asOf,
  }: {
    readonly unreachable: readonly UnreachablePlace[];
    /** Messages of the mirror's queues that someone else holds or that wait for the mirror. */
    readonly unsearchedMessages: number;
    readonly isCarriedOut: boolean;
    readonly asOf: string | undefined;
  },
): ErasureReport {
  const planned = new Set(plan.mediaKeys);
  const undecided = openQuestions(user);
  const unidentifiedFiles = files.unidentified.filter((key) => !planned.has(key));
  return {
    dryRun: !isCarriedOut,
    names: [...user.names.confirmed],
    undecided,
    records: plan.records.flat().length,
    payloadObjects: plan.payloadKeys.length,
    mediaObjects: plan.mediaKeys.length,
    queuedMessages: plan.queuedMessages,
    deadLetters: [...plan.deadLetters.keys(), ...plan.oldDeadLetters],
    mentions: user.mentions,
    mentioningDeadLetters: payloads.mentions,
    unreadRaw: payloads.unreadRaw,
    unidentifiedFiles,
    unreadable: user.unreadable,
    unsearched: user.unsearched,
    isComplete:
      [undecided, unidentifiedFiles, user.unreadable, user.unsearched, payloads.foreign].every(
        ({ length }) => length === 0,
      ) &&
      unsearchedMessages === 0 &&
      asOf === undefined,
    unreachable,
  };
}

/** The report for people. */
export function describeReport(report: ErasureReport): string {
  const { records, payloadObjects, mediaObjects, queuedMessages, deadLetters } = report;
  const found = records + payloadObjects + mediaObjects + queuedMessages + deadLetters.length;
  return [
    `${describeOutcome(report, found)}:`,
    `  ${records} event records`,
    `  ${payloadObjects} objects with raw JSON`,
    `  ${mediaObjects} mirrored files`,
    `  ${deadLetters.length} objects with dead letters, ${queuedMessages} messages in a dead-letter queue`,
    `names of the user: ${report.names.join(', ')}`,
    ...describeQuestions(report.undecided),
    ...describeRest(report),
    ...report.unsearched.map(describeUnsearched),
    report.isComplete
      ? 'everything of the user’s was searched for: in the table, both buckets with their old versions, the dead-letter queue'
      : 'not complete: the user may have more, for the reasons above and below',
    'not erased:',
    ...report.unreachable.map(describePlace),
  ].join('\n');
}

function describeOutcome({ dryRun, undecided }: ErasureReport, found: number): string {
  if (!dryRun && found > 0) return 'erased';
  if (undecided.length > 0) return 'would be erased, when everything below is decided';
  return found === 0 ? 'found nothing of this user' : 'would be erased; add --yes to erase';
}

function describeQuestions(questions: readonly OpenQuestion[]): readonly string[] {
  const bodies = questions.filter((question): question is OpenBody => 'others' in question);
  const names = questions.filter((question): question is OpenName => !('others' in question));
  return [...describeOpenNames(names), ...describeOpenBodies(bodies)];
}

function describeOpenBodies(bodies: readonly OpenBody[]): readonly string[] {
  if (bodies.length === 0) return [];
  return [
    'names the user and someone else, and no adapter has read whose it is; look at it, and repeat the command with --also KEY to erase it or --not KEY to keep it:',
    ...bodies.flatMap(({ name, others }) => [
      `  ${name}: also ${others.slice(0, 5).join(', ')}${others.length > 5 ? ', …' : ''}`,
      `    look at it: ${howToLook(name)}`,
    ]),
  ];
}

/** Words of a command, or the place of the object. */
function howToLook(name: string): string {
  const partition = quarantinedPartition(name);
  if (partition !== undefined) return `quarantine show '${partition}', or quarantine replay`;
  return name.startsWith(partitionPrefix('callback'))
    ? `query records '${name}'`
    : 'the object with this key in the payload bucket';
}

function describeOpenNames(names: readonly OpenName[]): readonly string[] {
  if (names.length === 0) return [];
  return [
    'may be the user; repeat the command with --also NAME or --not NAME for each:',
    ...names.flatMap(({ name, from, record, records, adds }) => [
      record === undefined
        ? `  ${name}: ${from} without its country`
        : `  ${name}: beside ${from} in ${records} event records, such as ${record.pk} ${record.sk}`,
      `    would add ${adds.records} event records, ${adds.payloadObjects} objects with raw JSON, ${adds.mediaObjects} files, ${adds.deadLetters} dead letters`,
    ]),
  ];
}

function describeRest({
  mentions,
  mentioningDeadLetters,
  unreadRaw,
  unidentifiedFiles,
  unreadable,
}: ErasureReport): readonly string[] {
  const lines: readonly (readonly [number, string])[] = [
    [
      mentions.length + mentioningDeadLetters.length,
      'event records and dead letters about others mention the user and stay; --json lists them',
    ],
    [
      unreadRaw,
      'objects with raw JSON were found by their event records; those about others were not searched for mentions',
    ],
    [
      unidentifiedFiles.length,
      'files belong to no message in the table and do not say whose they are; --unidentified-files erases all of them',
    ],
    [unreadable.length, 'event records have raw JSON that this version cannot read'],
  ];
  return lines.filter(([count]) => count > 0).map(([count, text]) => `${count} ${text}`);
}

function describeUnsearched({ name, because }: UnsearchedName): string {
  return because === 'short'
    ? `${name} is too short to be searched in the texts of bodies: it stands in them by chance. Look at what \`quarantine list\` prints, at received callbacks and below unmapped/ in the payload bucket, and repeat the command with --also KEY for each that is the user’s`
    : `${name} was searched as an id only: as a phone number it lacks its country. If it is one, repeat the command with the country code, such as --user +447700900123`;
}

function describePlace({ place, expiresOn, note }: UnreachablePlace): string {
  const ends = expiresOn === undefined ? undefined : `expires on ${expiresOn}`;
  const rest = [ends, note].filter((text) => text !== undefined).join('; ');
  return `  ${place}: ${rest === '' ? 'never expires' : rest}`;
}
