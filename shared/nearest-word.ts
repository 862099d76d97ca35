/** The known word that differs least, if few letters differ: what a misspelt one was probably meant to be. */
export function findNearest(word: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .map((each) => ({ each, distance: countMistakes(word.toLowerCase(), each.toLowerCase()) }))
    .filter((it) => it.distance <= Math.max(1, Math.floor(it.each.length / 3)))
    .sort((one, other) => one.distance - other.distance);
  return nearest?.each;
}

/** How many letters must be inserted, removed or replaced to turn a word into another (Levenshtein). */
export function countMistakes(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, expected] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (letter === expected ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
