import { isJsonArray, isJsonObject, type JsonValue } from '../../../shared/json.ts';

/** Steps from the root of a JSON value to a place in it. */
type Place = readonly (string | number)[];

/** The value with a new field in every object. A field that is named for the JSON in it stays as it is. */
export function withUnknownFields(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(withUnknownFields);
  if (!isJsonObject(value)) return value;
  // `response_json` of a flow is passed on whole; Infobip calls it `response`.
  const fields = Object.entries(value).map(([name, inner]) => [
    name,
    /^response$|json$/i.test(name) ? inner : withUnknownFields(inner),
  ]);
  return { ...Object.fromEntries(fields), field_of_tomorrow: { nested: ['new', 1] } };
}

/** JSON texts that say the same: fields in another order, white space, escapes, other notations of numbers. */
export function respell(value: JsonValue): readonly string[] {
  return [
    write(value, { isReversed: true, isEscaped: false }),
    write(value, { isReversed: false, isEscaped: true }),
    write(value, { isReversed: true, isEscaped: true }),
    JSON.stringify(value, null, '\t'),
  ];
}

interface Spelling {
  readonly isReversed: boolean;
  readonly isEscaped: boolean;
}

function write(value: JsonValue, spelling: Spelling): string {
  if (isJsonArray(value)) return `[ ${value.map((each) => write(each, spelling)).join(' ,')}]`;
  if (isJsonObject(value)) {
    const fields = Object.entries(value).map(
      ([name, field]) => `${writeText(name, spelling)}: ${write(field, spelling)}`,
    );
    return `{${(spelling.isReversed ? fields.reverse() : fields).join(' ,\n')} }`;
  }
  if (typeof value === 'string') return writeText(value, spelling);
  return spelling.isEscaped && Number.isSafeInteger(value) ? `${value}.0e0` : JSON.stringify(value);
}

function writeText(text: string, { isEscaped }: Spelling): string {
  if (!isEscaped) return JSON.stringify(text);
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}"`;
}

/** A value with another scalar at one place, and that place as a path: `entry[].changes[].field`. */
export interface Change {
  readonly path: string;
  readonly changed: JsonValue;
}

/** One change for each scalar, empty object and empty list in a value. */
export function changesOf(value: JsonValue): readonly Change[] {
  return leavesOf(value, []).map((place) => ({
    path: toPath(place),
    changed: changeAt(value, place),
  }));
}

function leavesOf(value: JsonValue, place: Place): readonly Place[] {
  const inner = isJsonArray(value)
    ? value.flatMap((entry, index) => leavesOf(entry, [...place, index]))
    : isJsonObject(value)
      ? Object.entries(value).flatMap(([name, field]) => leavesOf(field, [...place, name]))
      : [];
  return inner.length === 0 ? [place] : inner;
}

function changeAt(value: JsonValue, [step, ...rest]: Place): JsonValue {
  if (step === undefined) return typeof value === 'number' ? value + 1 : `${String(value)}1`;
  if (isJsonArray(value)) {
    return value.map((each, index) => (index === step ? changeAt(each, rest) : each));
  }
  return isJsonObject(value) ? { ...value, [step]: changeAt(value[step] ?? null, rest) } : value;
}

function toPath(place: Place): string {
  return place.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[]`;
    return path === '' ? step : `${path}.${step}`;
  }, '');
}
