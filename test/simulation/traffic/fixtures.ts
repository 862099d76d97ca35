import { readFileSync } from 'node:fs';

const folder = new URL('../../../fixtures/', import.meta.url);
const texts = new Map<string, string>();

type Container = Record<string, unknown>;

/** Where the only change of a callback of Meta is. */
export const changedValue = 'entry.0.changes.0.value';

/**
 * The body of a fixture with some of its values replaced: the stories put their own ids into the
 * bodies that providers send.
 *
 * @param values by path: `message.messages.0.id`
 * @throws {Error} when the fixture has nothing at a path
 */
export function fillFixture(name: string, values: Readonly<Record<string, unknown>>): string {
  const body = readFixture(name);
  for (const [path, value] of Object.entries(values)) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    const container = steps.reduce((at, step) => at[step] as Container, body);
    if (container?.[last] === undefined) throw new Error(`${name} has nothing at ${path}`);
    container[last] = value;
  }
  return JSON.stringify(body);
}

/** A copy of the JSON of a fixture. */
export function readFixture(name: string): Container {
  const text = texts.get(name) ?? readFileSync(new URL(`${name}.payload.json`, folder), 'utf8');
  texts.set(name, text);
  return JSON.parse(text);
}

/** The body with one more field, as providers add them. */
export function withField(body: string, text: string): string {
  return JSON.stringify({ ...JSON.parse(body), added_field: text });
}
