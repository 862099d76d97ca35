/** What the glossary page has replaced, and by what. */
export interface Glossary {
  readonly words: readonly ReplacedWord[];
  readonly phrases: readonly ReplacedPhrase[];
}

/** A word, or a few in a row, in place of which there is a better one. */
export interface ReplacedWord {
  /** As the page has it: `time limit` is every spelling of it, `time-limit` all but the two words. */
  readonly word: string;
  readonly better: string;
  /** Where it is ruled: everywhere, in names but not in sentences, or only as a key. */
  readonly scope: 'everywhere' | 'names' | 'keys';
  /** Beginnings of the paths that it is ruled in; none means all. */
  readonly folders: readonly string[];
  /** Phrases in which it is good English. */
  readonly except: readonly string[];
}

/** A few words that sentences must not use. */
export interface ReplacedPhrase {
  /** As the page has it; `…` stands for one word. */
  readonly phrase: string;
  readonly better: string;
  /** Phrases that contain it and are good English. */
  readonly except: readonly string[];
}

const wordTable = '| not | but | where | except |';
const phraseTable = '| not | but | except |';

/** Words in backticks. */
const wordsForm = /^`[^`]+`(?:, `[^`]+`)*$/;

/** `names`, `keys`, folders, or the first and the last: `keys in docs/, lib/`. */
const whereForm = /^(?:(names|keys)(?: in |$))?([\w-][\w/-]*\/(?:, [\w-][\w/-]*\/)*)?$/;

/**
 * Reads the tables of `docs/glossary.md`.
 *
 * @throws {Error} when a table is missing, or a cell has a form that is not known
 */
export function readGlossary(page: string): Glossary {
  const words = tableRows(page, wordTable).flatMap(readWords);
  const phrases = tableRows(page, phraseTable).flatMap(([not = '', but = '', except = '']) =>
    codeSpans(not).map((phrase) => ({ phrase, better: toPlain(but), except: codeSpans(except) })),
  );
  return { words, phrases };
}

function readWords([
  not = '',
  but = '',
  where = '',
  except = '',
]: readonly string[]): readonly ReplacedWord[] {
  const matched = whereForm.exec(where);
  if (matched === null) throw new Error(`glossary: cannot read "${where}"`);
  if (!wordsForm.test(not)) throw new Error(`glossary: cannot read "${not}"`);
  const [, narrowed, folders] = matched;
  const scope = narrowed === 'names' || narrowed === 'keys' ? narrowed : 'everywhere';
  return codeSpans(not).map((word) => ({
    word,
    better: toPlain(but),
    scope,
    folders: folders?.split(', ') ?? [],
    except: codeSpans(except),
  }));
}

/** The cells of every table with this head. */
function tableRows(page: string, head: string): readonly (readonly string[])[] {
  const tables = page.split(`\n${head}\n`).slice(1);
  if (tables.length === 0) throw new Error(`glossary: there is no table "${head}"`);
  return tables.flatMap((table) => {
    const lines = table.split('\n');
    const end = lines.findIndex((line) => !line.startsWith('|'));
    const rows = lines.slice(1, end === -1 ? undefined : end);
    return rows.map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  });
}

function codeSpans(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
}

function toPlain(cell: string): string {
  return cell.replaceAll(/\*\*|`/g, '');
}
