/** What the glossary page forbids, and what it puts in its place. */
export interface Glossary {
  readonly words: readonly ReplacedWord[];
  readonly phrases: readonly ReplacedPhrase[];
}

/** A word, or several that follow each other, which another word has replaced. */
export interface ReplacedWord {
  /** Lower-case words: `front door` is found in `frontDoor`, `FRONT_DOOR`, `front-door`. */
  readonly word: string;
  readonly better: string;
  /** Only identifiers, keys and the like are ruled: the word is good English in a sentence. */
  readonly inNames: boolean;
}

/** A turn of phrase that sentences must not use. */
export interface ReplacedPhrase {
  /** As it stands in the page: `is no …`, where `…` is any word and `(s)` may be there. */
  readonly phrase: string;
  readonly better: string;
  /** Phrases that contain it and are good English. */
  readonly except: readonly string[];
}

/** Reads the tables of `docs/glossary.md`. @throws {Error} for a row that it cannot read. */
export function readGlossary(page: string): Glossary {
  const words = tableRows(page, '| thing | word | replaces |').flatMap(
    ([, word = '', replaces = '']) =>
      [...replaces.matchAll(/`([^`]+)`( in names)?/g)].map(([, replaced = '', inNames]) => ({
        word: replaced.toLowerCase(),
        better: toPlain(word),
        inNames: inNames !== undefined,
      })),
  );
  const phrases = tableRows(page, '| not | but | except |').flatMap(
    ([not = '', but = '', except = '']) =>
      codeSpans(not).map((phrase) => ({
        phrase,
        better: toPlain(but),
        except: codeSpans(except),
      })),
  );
  if (words.length === 0 || phrases.length === 0) throw new Error('the glossary has no such table');
  return { words, phrases };
}

function tableRows(page: string, header: string): readonly (readonly string[])[] {
  const lines = page.split('\n');
  const first = lines.indexOf(header) + 2;
  if (first === 1) throw new Error(`the glossary has no table ${header}`);
  const end = lines.findIndex((line, at) => at >= first && !line.startsWith('|'));
  return lines.slice(first, end === -1 ? undefined : end).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

function codeSpans(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
}

function toPlain(cell: string): string {
  return cell.replaceAll(/\*\*|`|\\(?=\|)/g, '');
}
