import { findBreaks, type JsonSchema } from './find-breaks.ts';

/**
 * What the current schemas break for a subscriber who was built for released ones, one line each. A
 * version of an event may go when a newer one replaces it.
 *
 * @param released schemas by file name, `message.received.v1.json`
 * @param current the same, as they would be released now
 */
export function findContractBreaks(
  released: ReadonlyMap<string, JsonSchema>,
  current: ReadonlyMap<string, JsonSchema>,
): readonly string[] {
  return [...released].flatMap(([file, schema]) => {
    const now = current.get(file);
    if (now !== undefined) return findBreaks(schema, now).map((line) => `${file}: ${line}`);
    return isReplaced(file, [...current.keys()]) ? [] : [`${file} is gone`];
  });
}

/** Whether one of the files has the same event in a newer version. */
function isReplaced(file: string, files: readonly string[]): boolean {
  const { type, version } = parseFileName(file);
  return files.map(parseFileName).some((it) => it.type === type && it.version > version);
}

function parseFileName(file: string): { readonly type: string; readonly version: number } {
  const [, type = file, version = ''] = /^(.+)\.v(\d+)\.json$/.exec(file) ?? [];
  return { type, version: Number(version) };
}
