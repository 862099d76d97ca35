import type { JsonValue } from '../json.ts';

/** Steps from the root of a body: `['message', 'messages', 0]` is `$.message.messages[0]`. */
export type JsonPath = readonly (string | number)[];

/** Where an item stands in a callback: what the report of an unrecognized item says of it. */
export interface ItemPlace {
  /** The provider's name of the event. */
  readonly providerEvent: string;
  /** From the root of the body. */
  readonly path: JsonPath;
  /** The item with as much of its envelope as it needs; absent when that is the whole body. */
  readonly raw?: JsonValue | undefined;
}

/** The place of a value inside the item, with the same raw form. */
export function placeWithin(
  { providerEvent, path, raw }: ItemPlace,
  ...steps: JsonPath
): ItemPlace {
  return { providerEvent, path: [...path, ...steps], raw };
}

/** `$.message.messages[0].image`; a key that is not a plain name is quoted. */
export function toJsonPath(path: JsonPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return /^[A-Za-z_][\w-]*$/.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, '$');
}
