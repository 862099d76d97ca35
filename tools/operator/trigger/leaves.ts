/** A value of a JSON document that is neither a list nor an object, as text, and where it is. */
export interface Leaf {
  /** Names of fields; positions in lists are left out. */
  readonly path: readonly string[];
  readonly value: string;
}

/** The values of a document, in its order. */
export function leavesOf(document: unknown, path: readonly string[] = []): readonly Leaf[] {
  if (Array.isArray(document)) return document.flatMap((each) => leavesOf(each, path));
  if (typeof document === 'object' && document !== null) {
    return Object.entries(document).flatMap(([name, value]) => leavesOf(value, [...path, name]));
  }
  return document === undefined || document === null ? [] : [{ path, value: String(document) }];
}

/** Whether a path ends as a dotted path does: `content.kind` is the end of `data.message.content.kind`. */
export function endsWithPath(path: readonly string[], dotted: string): boolean {
  return `.${path.join('.')}`.endsWith(`.${dotted}`);
}

/** The instants in a document of the contract, in milliseconds. */
export function readInstants(document: unknown): readonly number[] {
  return leavesOf(document)
    .filter(({ value }) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value))
    .map(({ value }) => Date.parse(value));
}
