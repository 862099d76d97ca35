import { isJsonArray, isJsonObject, type JsonValue } from '../../shared/json.ts';
import type { Place } from './json-places.ts';

/**
 * Where a member stands in every value that has it: `messages[].text.body`. `[]` stands for each
 * entry of a list, and a `*` at the end for whatever is inside.
 */
export type MemberPath = string;

/** The steps of a path: names of fields, and `[]`. A name with a dot, a space or a bracket is in quotes. */
export function toSteps(path: MemberPath): readonly string[] {
  const steps = path.match(/"[^"]*"|\[\]|[^.[\]]+/g) ?? [];
  return steps.map((step) => step.replaceAll('"', ''));
}

/** The path of a place: without the numbers of the entries. */
export function toMemberPath(place: Place): MemberPath {
  return place.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[]`;
    const name = /[.\s[\]]/.test(step) ? `"${step}"` : step;
    return path === '' ? name : `${path}.${name}`;
  }, '');
}

/** The places in a value that a path leads to. */
export function placesOf(value: JsonValue, path: MemberPath): readonly Place[] {
  return follow(value, toSteps(path), []);
}

function follow(
  value: JsonValue | undefined,
  [step, ...rest]: readonly string[],
  place: Place,
): readonly Place[] {
  if (value === undefined) return [];
  if (step === undefined || step === '*') return [place];
  if (step === '[]') {
    return isJsonArray(value)
      ? value.flatMap((entry, index) => follow(entry, rest, [...place, index]))
      : [];
  }
  return isJsonObject(value) ? follow(value[step], rest, [...place, step]) : [];
}

/** The paths of all values in a value that hold no other values. */
export function leavesOf(value: JsonValue, place: Place = []): readonly Place[] {
  const inner = isJsonArray(value)
    ? value.flatMap((entry, index) => leavesOf(entry, [...place, index]))
    : isJsonObject(value)
      ? Object.entries(value).flatMap(([name, field]) => leavesOf(field, [...place, name]))
      : [];
  return inner.length === 0 ? [place] : inner;
}

/** The value at a place. */
export function valueAt(value: JsonValue | undefined, place: Place): JsonValue | undefined {
  return place.reduce<JsonValue | undefined>((inner, step) => {
    if (isJsonArray(inner)) return inner[Number(step)];
    return isJsonObject(inner) ? inner[step] : undefined;
  }, value);
}

/** The value without what stands at a place. */
export function removeAt(value: JsonValue, [step, ...rest]: Place): JsonValue {
  if (isJsonArray(value)) {
    return rest.length === 0
      ? value.filter((_entry, index) => index !== step)
      : value.map((entry, index) => (index === step ? removeAt(entry, rest) : entry));
  }
  if (!isJsonObject(value) || step === undefined) return value;
  const { [step]: inner, ...others } = value;
  return rest.length === 0 || inner === undefined
    ? others
    : { ...value, [step]: removeAt(inner, rest) };
}
