import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('./', import.meta.url));

/** What becomes of a member of a callback. */
export type Treatment =
  /** Its value is at these places of an event's `detail`. */
  | { readonly kind: 'modelled'; readonly at: readonly string[] }
  /** It says which event the callback becomes. */
  | { readonly kind: 'decides' }
  | { readonly kind: 'unmapped' | 'quarantined'; readonly reason: string };

/** A member that a provider documents. */
export interface MemberRow {
  /** As the file has it: `{image,video}.id` is two members. */
  readonly member: string;
  readonly means: string;
  readonly treatment: Treatment;
  readonly line: number;
}

/** A member that holds a shape: its own members are those of the shape's sections. */
export interface ShapeRow {
  readonly member: string;
  readonly means: string;
  readonly shape: string;
}

/** A page of documentation, and the date of the copy that was read, if it has one. */
export interface Source {
  readonly address: string;
  readonly asOf?: string;
}

/** Members that are documented together. */
export interface Section {
  /** Provider events, `*` for all of them, or the name of a shape. */
  readonly names: readonly string[];
  readonly title: string;
  readonly sources: readonly Source[];
  readonly readOn: string;
  /** The member that holds those of the rows; empty for the callback's body itself. */
  readonly within: string;
  readonly rows: readonly MemberRow[];
  readonly shapes: readonly ShapeRow[];
  readonly line: number;
}

/** What one file says. */
export interface DocumentedMembers {
  readonly sections: readonly Section[];
}

/** A file that does not say what it must. */
class MembersError extends Error {
  constructor(file: string, line: number, problem: string) {
    super(`tools/dev/members/${file}.txt, line ${line}: ${problem}`);
    this.name = 'MembersError';
  }
}

/**
 * The members that a provider documents; `undefined` for a provider without a file.
 *
 * @throws MembersError with the line that cannot be read
 */
export function readMembers(provider: string): DocumentedMembers | undefined {
  const path = `${root}${provider}.txt`;
  return existsSync(path) ? parseMembers(provider, readFileSync(path, 'utf8')) : undefined;
}

/** The shapes that several providers pass on. */
export function readShapes(): DocumentedMembers {
  return parseMembers('whatsapp', readFileSync(`${root}whatsapp.txt`, 'utf8'));
}

/** The members that a row is about, from the root of the callback or of the shape. */
export function expandMember(
  { within }: Pick<Section, 'within'>,
  member: string,
): readonly string[] {
  const path = within === '' || member.startsWith('[') ? within + member : `${within}.${member}`;
  return toAlternatives(path);
}

function toAlternatives(path: string): readonly string[] {
  const [, before = '', words, after = ''] = /^(.*?)\{([^}]+)\}(.*)$/.exec(path) ?? [];
  if (words === undefined) return [path];
  return words.split(',').flatMap((word) => toAlternatives(`${before}${word}${after}`));
}

interface Draft extends Section {
  sources: Source[];
  readOn: string;
  within: string;
  /** What becomes of a member whose row does not say it. */
  treatment?: Treatment;
  rows: MemberRow[];
  shapes: ShapeRow[];
}

type Fail = (problem: string) => MembersError;

/**
 * Reads the text of a file; README.md describes its form.
 *
 * @throws MembersError with the line that cannot be read
 */
export function parseMembers(file: string, text: string): DocumentedMembers {
  const sections: Draft[] = [];
  const header = { base: '', within: '' };

  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const section = sections.at(-1);
    const fail: Fail = (problem) => new MembersError(file, index + 1, problem);
    const [, key = '', value = ''] = /^(\w+): (.+)$/.exec(line) ?? [];
    if (line === '' || line.startsWith('# ')) continue;
    if (line.startsWith('## ')) {
      sections.push({ ...beginSection(line, fail), within: header.within, line: index + 1 });
    } else if (section === undefined) {
      if (key === 'base' || key === 'within') header[key] = value;
      else throw fail(`is not a setting of a file: ${line}`);
    } else if (line.includes(' | ')) {
      addRow(section, line.split(' | '), index + 1, fail);
    } else {
      set(section, key, value, header.base, fail);
    }
  }

  for (const section of sections)
    check(section, (problem) => new MembersError(file, section.line, problem));
  return { sections };
}

function beginSection(line: string, fail: Fail) {
  const [, names = '', title = ''] = /^## (.+?) — (.+)$/.exec(line) ?? [];
  if (title === '') throw fail('a section begins with `## <provider event> — <title>`');
  return { names: names.split(', '), title, sources: [], readOn: '', rows: [], shapes: [] };
}

function set(section: Draft, key: string, value: string, base: string, fail: Fail): void {
  if (key === 'source') {
    const [, page = value, asOf] = /^(\S+) as of (\S+)$/.exec(value) ?? [];
    const address = page.startsWith('https://') ? page : `${base}${page}`;
    section.sources.push(asOf === undefined ? { address } : { address, asOf });
  } else if (key === 'read') section.readOn = value;
  else if (key === 'within') section.within = value === 'the body' ? '' : value;
  else if (key === 'unmapped' || key === 'quarantined') {
    section.treatment = { kind: key, reason: value };
  } else throw fail('is neither a row nor a setting of a section');
}

function addRow(
  section: Draft,
  [member = '', means = '', where = '', ...more]: readonly string[],
  line: number,
  fail: Fail,
): void {
  const shape = /^as ([\w-]+)$/.exec(where)?.[1];
  if (shape !== undefined) {
    section.shapes.push({ member, means, shape });
    return;
  }
  const treatment = where === '' ? section.treatment : toTreatment(where);
  if (treatment === undefined || means === '' || more.length > 0) {
    throw fail('a row is `member | meaning | where it arrives`');
  }
  section.rows.push({ member, means, treatment, line });
}

function toTreatment(where: string): Treatment | undefined {
  if (where === 'decides') return { kind: 'decides' };
  const reason = /^unmapped: (.+)$/.exec(where)?.[1];
  if (reason !== undefined) return { kind: 'unmapped', reason };
  const at = where.split(', ');
  const arePaths = at.every((path) => /^(data|metadata)\.[\w.[\]]+$/.test(path));
  return arePaths ? { kind: 'modelled', at } : undefined;
}

function check(section: Section, fail: Fail): void {
  if (!section.sources.some(({ address }) => address.startsWith('https://'))) {
    throw fail('a section needs `source: <address>`');
  }
  if (!/^\d{4}-\d\d-\d\d$/.test(section.readOn)) throw fail('a section needs `read: <date>`');
  if (section.rows.length + section.shapes.length === 0) throw fail('a section needs rows');
}
