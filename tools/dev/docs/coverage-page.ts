import { providers } from '../../../functions/providers/registry.ts';
import {
  type DocumentedMembers,
  expandMember,
  readMembers,
  readShapes,
  type Section,
  type Source,
  type Treatment,
} from '../members/read-members.ts';
import { generatedNote, toTable } from './markdown.ts';

/** The kinds of treatment, in the words of the page. */
const treatments: Readonly<Record<Treatment['kind'], string>> = {
  modelled: 'modelled',
  decides: 'decides which event comes',
  unmapped: 'unmapped on purpose',
  quarantined: 'quarantined on purpose',
};

const shapesTitle = "WhatsApp's own objects";

/** `docs/coverage.md`: what becomes of every member that the providers document. */
export function toCoveragePage(): string {
  const chapters = [
    ...providers.flatMap(({ id, name }) => {
      const members = readMembers(id);
      return members === undefined ? [] : [{ title: name, members }];
    }),
    { title: shapesTitle, members: readShapes() },
  ];
  return [
    '# What of a callback is in its event',
    generatedNote.replace('the definitions', 'tools/dev/members'),
    'Every member of a callback that a provider documents, and where its value is in `detail`. A [test](../test/contract/members.test.ts) changes the value of each member in the [fixtures](../fixtures) and watches the event: a modelled member changes it at the named path, an unmapped one changes nothing. It fails for a member of a fixture that is not on this page.',
    toTable(
      ['in the last column', 'means'],
      [
        ['`data.…`, `metadata.…`', `${treatments.modelled}: the value is there`],
        [
          'decides',
          'its value says which event comes, or whether it is a callback of this provider at all',
        ],
        ['unmapped', 'on purpose in no event, and why; the stored JSON of the callback has it'],
        ['quarantined', 'on purpose: the callback is stored in full and reported to the operator'],
      ],
    ),
    'A member that is not documented is unmapped too. If it may be a message, its callback is quarantined. `{a,b}` stands for two members with the same meaning, and `*` for all that is inside.',
    toTable(
      ['', ...Object.values(treatments)],
      chapters.map(({ title, members }) => toCounts(title, members)),
    ),
    ...chapters.flatMap(({ title, members }) => [
      `## ${title}`,
      ...members.sections.flatMap(toSection),
    ]),
  ].join('\n\n');
}

function toCounts(title: string, { sections }: DocumentedMembers): readonly string[] {
  const counts = Object.keys(treatments).map((kind) => {
    const members = sections.flatMap((section) =>
      section.rows
        .filter(({ treatment }) => treatment.kind === kind)
        .flatMap(({ member }) => expandMember(section, member)),
    );
    return members.length.toString();
  });
  return [title, ...counts];
}

function toSection(section: Section): readonly string[] {
  const { names, title, sources, readOn, within, rows, shapes } = section;
  const about = names.includes('*') ? 'All provider events' : toCodes(names);
  const place = within === '' ? '' : `, members of \`${within}\``;
  return [
    `### ${title}`,
    `${about}${place}. ${sources.map(toLink).join(', ')}; read on ${readOn}.`,
    toTable(
      ['member', 'what it is', 'in the event'],
      [
        ...shapes.map(({ member, means, shape }) => [
          `\`${member}\``,
          means,
          `see \`${shape}\` in [${shapesTitle}](#whatsapps-own-objects)`,
        ]),
        ...rows.map(({ member, means, treatment }) => [`\`${member}\``, means, toWhere(treatment)]),
      ],
    ),
  ];
}

function toWhere(treatment: Treatment): string {
  if (treatment.kind === 'modelled') return toCodes(treatment.at);
  if (treatment.kind === 'decides') return 'decides';
  return `${treatment.kind}: ${treatment.reason}`;
}

function toCodes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

/** A link to a page, by the last words of its address. */
function toLink({ address, asOf }: Source): string {
  const { hostname, pathname } = new URL(address);
  const [page = ''] = pathname.split('/').filter(Boolean).slice(-1);
  const link = `[${page === '' ? hostname : page}](${address})`;
  return asOf === undefined ? link : `${link} as of ${asOf}`;
}
