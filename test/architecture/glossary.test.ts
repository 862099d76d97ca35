import { describe, expect, it } from 'vitest';
import {
  checkRepository,
  describeFindings,
  readExceptionFile,
  readGlossaryPage,
} from '../../tools/dev/glossary/check-repository.ts';
import { createFindReplaced } from '../../tools/dev/glossary/find-replaced.ts';
import type { ReplacedWord } from '../../tools/dev/glossary/read-glossary.ts';
import { scanFile } from '../../tools/dev/glossary/scan-file.ts';

const { words, phrases } = readGlossaryPage();
const findReplaced = createFindReplaced({ words, phrases });

/** What the glossary calls replaced in a file with this text. */
function findIn(path: string, text: string): readonly string[] {
  const segments = scanFile(path)?.(text) ?? [];
  return segments.flatMap((segment) => findReplaced(segment, path).map(({ entry }) => entry));
}

describe('the repository', () => {
  const { paths, findings, unneeded } = checkRepository();

  it('is read as a whole', () => {
    expect(paths).toEqual(expect.arrayContaining(['README.md', 'lib/gateway.ts']));
    expect(paths.length).toBeGreaterThan(1000);
  });

  it('uses the words of docs/glossary.md, and none that they replace', () => {
    if (findings.length === 0) return;
    const files = new Set(findings.map(({ path }) => path)).size;
    const total = `${findings.length} replaced words and phrases in ${files} files`;
    expect.fail(`${total}; docs/glossary.md says why.\n${describeFindings(findings, 200)}`);
  });

  it('has at most 30 exceptions, each of which it needs', () => {
    expect(readExceptionFile().length).toBeLessThanOrEqual(30);
    expect(unneeded.map(({ line }) => line)).toEqual([]);
  });
});

describe('a replaced word that is put back', () => {
  const keys = words.filter(({ scope }) => scope === 'keys');
  const names = words.filter(({ scope }) => scope !== 'keys');
  const everywhere = names.filter(({ scope }) => scope === 'everywhere');

  it.each(names)('is found in an identifier: $word', (word) => {
    const [camel, pascal, constant] = spellings(word);
    const code = `export const of${pascal} = ${camel}s.map(read${pascal}Of);\nenv.${constant}_ID;`;
    expect(findIn(pathFor(word), code)).toEqual(Array(4).fill(word.word));
  });

  it.each(names)('is found in a key and in the name of a file: $word', (word) => {
    const [camel, , , kebab] = spellings(word);
    expect(findIn(pathFor(word), `{ '${kebab}': 1, x: \`${kebab}/\${id}\` }`)).toHaveLength(2);
    expect(findIn(pathFor(word, 'x.json'), `{ "${camel}Id": "x-${kebab}" }`)).toHaveLength(2);
    const name = { kind: 'names', start: 0, text: `to-${kebab}.ts` } as const;
    expect(findReplaced(name, pathFor(word))).toHaveLength(1);
  });

  it.each(everywhere)('is found in a comment, a string and a page: $word', (word) => {
    const code = `// The ${word.word}\n/** A ${word.word}. */\nthrow new Error('the ${word.word} is 1');`;
    expect(findIn(pathFor(word), code)).toEqual(Array(3).fill(word.word));
    expect(findIn(pathFor(word, 'x.md'), `# A ${word.word}\n\nThe \`${word.word}\``)).toHaveLength(
      2,
    );
  });

  it.each(keys)('is found as a key or an attribute: $word', (word) => {
    const code = `{ ${word.word}: 1, x: item.${word.word}, y: '${word.word}' }`;
    expect(findIn(pathFor(word), code)).toEqual(Array(3).fill(word.word));
    expect(findIn(pathFor(word), `const ${word.word} = take(${word.word});`)).toEqual([]);
  });

  it.each(words.flatMap(({ except }) => except))('is good English in "%s"', (except) => {
    expect(findIn('lib/x.ts', `/** It is so, ${except} it. */`)).toEqual([]);
  });
});

describe('a replaced phrase that is put back', () => {
  it.each(phrases)('is found in a comment, a string and a page: $phrase', ({ phrase }) => {
    const text = phrase.replace('…', 'number');
    const wrapped = text.replace(' ', '\n * ');
    const code = `/** It\n * ${wrapped} here. */\nit("${text} here", () => \`x \${y} ${text}\`);`;
    expect(findIn('lib/x.ts', code)).toEqual(Array(3).fill(phrase));
    expect(findIn('docs/x.md', `It ${text} here, as ${text}.`)).toHaveLength(2);
  });

  it.each(phrases.flatMap(({ except }) => except))('is good English in "%s"', (except) => {
    expect(findIn('docs/x.md', `Here, ${except} number of it.`)).toEqual([]);
  });
});

describe('words of others', () => {
  const isPlain = ({ word, scope, folders }: ReplacedWord) =>
    scope === 'everywhere' && folders.length === 0 && /^\w+$/.test(word);
  const word = words.find(isPlain)?.word ?? '';

  it("are ruled where they are the project's", () => {
    expect(findIn('docs/x.md', word)).toEqual([word]);
  });

  it.each([
    ['a payload', 'fixtures/incs/new_message.payload.json', `{ "${word}": "${word}" }`],
    ['a text in a golden', 'fixtures/incs/new_message.expected.json', `{ "text": "${word}" }`],
    ['a field that a provider documents', 'functions/providers/incs/README.md', `\`${word}\``],
    ['the old name in a list of renamed ones', 'CHANGELOG.md', `| \`${word}\` | \`x\` | y |`],
    ['a link', 'docs/x.md', `[page](../x/${word}.md)`],
    ['a module', 'lib/x.ts', `import { x } from '@x/${word}';\nimport y from './${word}.ts';`],
  ])('are not ruled: %s', (_, path, text) => {
    expect(findIn(path, text)).toEqual([]);
  });
});

/** `timeLimit`, `TimeLimit`, `TIME_LIMIT`, `time-limit`. */
function spellings({ word }: ReplacedWord): readonly string[] {
  const parts = word.split(/[ -]/);
  const pascal = parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
  const camel = pascal.charAt(0).toLowerCase() + pascal.slice(1);
  return [camel, pascal, parts.join('_').toUpperCase(), parts.join('-')];
}

/** A path at which the word is ruled. */
function pathFor({ folders }: ReplacedWord, file = 'x.ts'): string {
  return `${folders[0] ?? 'lib/'}${file}`;
}
