import { describe, expect, it } from 'vitest';
import { providers } from '../../functions/providers/registry.ts';
import { isJsonArray, isJsonObject } from '../../shared/json.ts';
import {
  type DocumentedMembers,
  expandMember,
  type MemberRow,
  readMembers,
  readShapes,
  type Section,
} from '../../tools/dev/members/read-members.ts';
import {
  createMemberTracer,
  type MemberTracer,
  type Trace,
  type TracedFixture,
} from '../support/member-tracer.ts';
import { leavesOf, toMemberPath, valueAt } from '../support/members.ts';

/** A provider whose documented members are in a file, and what follows them into its events. */
interface Documented {
  readonly id: string;
  readonly providerEvents: readonly string[];
  readonly members: DocumentedMembers;
  readonly tracer: MemberTracer;
}

/** A place where the fixtures of a provider may have a member. */
interface Occurrence {
  readonly member: string;
  readonly fixtures: readonly TracedFixture[];
  readonly tracer: MemberTracer;
}

type FindOccurrences = (member: string) => readonly Occurrence[];

const documented = await Promise.all(
  providers.flatMap(({ id, providerEvents }) => {
    const members = readMembers(id);
    if (members === undefined) return [];
    const names = providerEvents.map(({ name }) => name);
    return [
      createMemberTracer(id).then(
        (tracer): Documented => ({ id, providerEvents: names, members, tracer }),
      ),
    ];
  }),
);
const shapes = readShapes().sections;

describe.each(documented)('documented members of $id', (provider) => {
  const { sections } = provider.members;

  it.each(sections)('$names: $title', (section) => {
    expect(findProblems(section, (member) => [toOccurrence(provider, section, member)])).toEqual(
      [],
    );
  });

  it('are all that its fixtures have', () => {
    const unknown = provider.tracer.fixtures.filter(isDocumented).flatMap(({ name, json }) => {
      const rows = sections.filter((section) => concerns(section, name)).flatMap(allMembers);
      return leavesOf(json)
        .filter((place) => !isEmpty(valueAt(json, place)))
        .map(toMemberPath)
        .filter((path) => !rows.some((row) => covers(row, path)))
        .map((path) => `${name}: ${path}`);
    });
    expect(unknown, `add them to tools/dev/members/${provider.id}.txt`).toEqual([]);
  });

  it('are those of every provider event of the manifest', () => {
    const names = sections.flatMap((section) => section.names);
    expect(provider.providerEvents.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('belong to provider events of the manifest', () => {
    const names = sections.flatMap((section) => section.names);
    const known = ['*', ...provider.providerEvents];
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('documented members of shapes', () => {
  it.each(shapes)('$names: $title', (section) => {
    expect(findProblems(section, (member) => findOccurrences(section, member))).toEqual([]);
  });
});

/** Fixtures of what a provider does not document hold members that no row can name. */
function isDocumented({ name }: TracedFixture): boolean {
  return !/^invalid\.|undocumented|with-unknown-type/.test(name);
}

/** Whether a section is about the fixture of this name. */
function concerns({ names }: Section, fixture: string): boolean {
  return names.some((name) => name === '*' || fixture === name || fixture.startsWith(`${name}.`));
}

/** Fixtures that are quarantined are named invalid, whatever their provider event. */
function toOccurrence({ tracer }: Documented, section: Section, member: string): Occurrence {
  const isQuarantined = section.rows.some(({ treatment }) => treatment.kind === 'quarantined');
  const fixtures = tracer.fixtures.filter(({ name }) =>
    name.startsWith('invalid.') ? isQuarantined : concerns(section, name),
  );
  return { member, tracer, fixtures };
}

/** Where the providers have a member of a shape, except where a row of their own says something else. */
function findOccurrences({ names: [shape] }: Section, member: string): readonly Occurrence[] {
  return documented.flatMap((provider) =>
    provider.members.sections.flatMap((section) => {
      const own = section.rows.flatMap((row) => expandMember(section, row.member));
      return section.shapes
        .filter((row) => row.shape === shape)
        .flatMap((row) => expandMember(section, row.member))
        .map((place) => `${place}.${member}`)
        .filter((path) => !own.includes(path))
        .map((path) => toOccurrence(provider, section, path));
    }),
  );
}

/** What the rows of a section say and the events do not. */
function findProblems(section: Section, occurrencesOf: FindOccurrences): readonly string[] {
  const problems = section.rows.flatMap((row) => {
    const members = expandMember(section, row.member);
    return [
      ...members.flatMap((member) => findProblem(row, member, occurrencesOf(member))),
      ...findUnreached(row, members.flatMap(occurrencesOf)),
    ].map((problem) => `line ${row.line}: ${problem}`);
  });
  const isShown = [...section.rows, ...section.shapes]
    .flatMap((row) => expandMember(section, row.member))
    .some((member) => occurrencesOf(member).some(isFound));
  return isShown ? problems : ['no fixture has any of its members', ...problems];
}

function findProblem(
  { treatment }: MemberRow,
  member: string,
  occurrences: readonly Occurrence[],
): readonly string[] {
  const found = occurrences.filter(isFound);
  if (treatment.kind === 'unmapped') {
    const traces =
      found.length > 0
        ? traceAll(found, [])
        : occurrences.slice(0, 1).map((at) => at.tracer.plant(at.member, at.fixtures));
    const places = traces.flatMap(({ arrivesAt }) => [...arrivesAt]);
    if (traces.some(({ decides }) => decides)) return [`${member} decides which event comes`];
    return places.length === 0 ? [] : [`${member} arrives at ${places.join(', ')}`];
  }
  if (found.length === 0) return [`no fixture has ${member}`];
  if (treatment.kind === 'quarantined') return [];
  const wanted = treatment.kind === 'modelled' ? treatment.at : [];
  const traces = traceAll(found, wanted);
  if (treatment.kind === 'decides') {
    return traces.some(({ decides }) => decides) ? [] : [`${member} decides nothing`];
  }
  const places = traces.flatMap(({ arrivesAt }) => [...arrivesAt]);
  return wanted.some((path) => places.includes(path))
    ? []
    : [`${member} arrives at ${places.join(', ') || 'nothing'}`];
}

/** The paths of a row at which none of its members arrives. */
function findUnreached(
  { treatment }: MemberRow,
  occurrences: readonly Occurrence[],
): readonly string[] {
  if (treatment.kind !== 'modelled' || treatment.at.length < 2) return [];
  const reached = traceAll(occurrences, treatment.at).flatMap(({ arrivesAt }) => [...arrivesAt]);
  return treatment.at
    .filter((path) => !reached.includes(path))
    .map((path) => `nothing arrives at ${path}`);
}

function traceAll(occurrences: readonly Occurrence[], wanted: readonly string[]): readonly Trace[] {
  return occurrences.map(({ member, tracer, fixtures }) => tracer.trace(member, fixtures, wanted));
}

function isFound({ member, tracer, fixtures }: Occurrence): boolean {
  return tracer.has(member, fixtures);
}

/** Every member that a section documents, with those of its shapes. */
function allMembers(section: Section): readonly string[] {
  return [
    ...section.rows.flatMap((row) => expandMember(section, row.member)),
    ...section.shapes.flatMap(({ member, shape }) =>
      expandMember(section, member).flatMap((place) =>
        shapes
          .filter(({ names }) => names.includes(shape))
          .flatMap((inner) => inner.rows.flatMap((row) => expandMember(inner, row.member)))
          .map((path) => `${place}.${path}`),
      ),
    ),
  ];
}

/** Whether a row names this member. */
function covers(row: string, path: string): boolean {
  return row.endsWith('*') ? path.startsWith(row.slice(0, -1)) : row === path;
}

/** A list or an object without members has none that could be unknown. */
function isEmpty(value: ReturnType<typeof valueAt>): boolean {
  return isJsonArray(value) || isJsonObject(value);
}
