import { countMistakes } from '../../shared/nearest-word.ts';

/** A word with more mistakes probably means something else. */
const mostMistakes = 2;

/**
 * The commands that unknown words may have meant: those that begin or end with them (`quarantine`,
 * `rotate`); else those that differ in the fewest letters, two at most (`docto`, `quarantin list`); else those with the same
 * first word (`quarantine delete`).
 *
 * @param typed one or two words
 */
export function suggestCommands(typed: string, names: readonly string[]): readonly string[] {
  const longer = names.filter((name) => name.startsWith(typed) || name.endsWith(` ${typed}`));
  if (longer.length > 0) return longer;
  const [firstWord = ''] = typed.split(' ');
  const distances = names.map((name) => ({
    name,
    mistakes: Math.min(countMistakes(typed, name), countMistakes(firstWord, name)),
  }));
  const fewest = Math.min(mostMistakes, ...distances.map(({ mistakes }) => mistakes));
  const closest = distances.filter(({ mistakes }) => mistakes === fewest).map(({ name }) => name);
  return closest.length > 0 ? closest : names.filter((name) => name.startsWith(`${firstWord} `));
}
