import { isJsonArray, isJsonObject, type JsonValue } from '../../shared/json.ts';
import type { Random } from '../simulation/random.ts';

/**
 * JSON text that says the same in another way: fields in another order, white space, letters as escapes,
 * numbers in other notations.
 */
export function respellJson(value: JsonValue, random: Random): string {
  const space = () => random.pick(['', '', ' ', '\n\t']);
  const write = (inner: JsonValue): string => space() + writeValue(inner) + space();
  const writeValue = (inner: JsonValue): string => {
    if (isJsonArray(inner)) return `[${inner.map(write).join(',')}]`;
    if (!isJsonObject(inner)) return respellScalar(inner, random);
    const fields = shuffle(Object.entries(inner), random);
    return `{${fields.map(([name, field]) => `${space()}${respellText(name, random)}${space()}:${write(field)}`).join(',')}}`;
  };
  return write(value);
}

function respellScalar(value: string | number | boolean | null, random: Random): string {
  if (typeof value === 'string') return respellText(value, random);
  const text = JSON.stringify(value);
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return text;
  return random.pick([text, `${text}.0`, `${text}e0`, `${text}.00E+0`]);
}

function respellText(text: string, random: Random): string {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  const letters = units.map((unit) =>
    random.chance(0.2)
      ? `\\u${unit.toString(16).padStart(4, '0')}`
      : JSON.stringify(String.fromCharCode(unit)).slice(1, -1),
  );
  return `"${letters.join('')}"`;
}

function shuffle<Item>(items: readonly Item[], random: Random): readonly Item[] {
  return items
    .map((item) => ({ item, rank: random.integer(0, 1_000_000) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
