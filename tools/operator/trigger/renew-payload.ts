import type { EventRecord } from '../../../shared/table/event-record.ts';
import { parsePartitionKey } from '../../../shared/table/partition-key.ts';
import { leavesOf, readInstants } from './leaves.ts';

/** What is new in a callback that is sent again as another one. */
export interface Renewal {
  /** When its newest event happens. */
  readonly now: Date;
  /** A number of at least 0 and below 1: the ids are made of it. */
  readonly random: () => number;
}

/** What a provider's own ids identify. Of anything else, each change is distinguished by its time. */
const kindsWithNewIds: readonly string[] = ['message', 'call', 'payment'];

/** A shorter text may stand for something else in the body. */
const minIdLength = 4;

/**
 * The body of a fixture as if it had happened just now: with other ids of messages, calls and payments, and all of
 * its times moved by as much as its newest event. It looks for the ids and the times of its events, so that it works
 * for any provider's format. What it does not find stays.
 *
 * @param payload the decoded body
 * @param records what the adapter makes of it, received at `now`
 */
export function renewPayload(
  payload: string,
  records: readonly Pick<EventRecord, 'key' | 'event'>[],
  { now, random }: Renewal,
): string {
  let renewed = payload;
  for (const id of idsOf(records)) renewed = replaceText(renewed, id, renewId(id, random));
  const happened = records.map(({ event }) => Date.parse(event.detail.metadata.occurredAt));
  const newest = Math.max(...happened.filter((time) => time !== now.getTime()));
  if (!Number.isFinite(newest)) return renewed;
  // Whole seconds: many providers have no others.
  const byMs = Math.floor((now.getTime() - newest) / 1000) * 1000;
  return moveTimes(renewed, timesOf(records, now), byMs);
}

/**
 * The body with a field more in each of its objects, for items that are known by their content. Providers add fields
 * at any time: no event changes by one that its adapter does not know.
 */
export function markPayload(payload: string, { now }: Pick<Renewal, 'now'>): string {
  const mark = `"tributaryTriggeredAt":${JSON.stringify(now.toISOString())}`;
  return payload.replace(/"(?:[^"\\]|\\.)*"|\{(\s*\})?/g, (token, end?: string) => {
    if (!token.startsWith('{')) return token;
    return end === undefined ? `{${mark},` : `{${mark}}`;
  });
}

/** The longest first: one may be part of another. */
function idsOf(records: readonly Pick<EventRecord, 'key' | 'event'>[]): readonly string[] {
  const ids = new Set<string>();
  for (const { key, event } of records) {
    const partition = parsePartitionKey(key.pk);
    if (partition === undefined || !kindsWithNewIds.includes(partition.kind)) continue;
    for (const { path, value } of leavesOf(event.detail.data)) {
      const name = path.at(-1) ?? '';
      const isOwn = partition.id === value || partition.id.endsWith(`/${value}`);
      if ((isOwn || name === 'providerMessageId') && value.length >= minIdLength) ids.add(value);
    }
  }
  return [...ids].sort((one, other) => other.length - one.length);
}

/** The instants in the events that the body has, in milliseconds: not that of receipt. */
function timesOf(
  records: readonly Pick<EventRecord, 'event'>[],
  receivedAt: Date,
): readonly number[] {
  const times = records.flatMap(({ event }) => readInstants(event.detail));
  return [...new Set(times)].filter((time) => time !== receivedAt.getTime());
}

/** How many characters of an id are new: ids of two renewals do not meet. */
const newCharacters = 16;
const fewestNewCharacters = 8;

/** Another id of the same form: at each place the same kind of character, and some more where it is short. */
export function renewId(id: string, random: () => number): string {
  const isHex = /^[\da-f-]+$/.test(id);
  const missing = fewestNewCharacters - id.replace(/[^\da-zA-Z]/g, '').length + 1;
  const characters = [...id, ...(id.at(-1) ?? '').repeat(Math.max(0, missing))];
  let left = newCharacters;
  for (let at = characters.length - 1; at > 0 && left > 0; at -= 1) {
    const alphabet = alphabetOf(characters[at] ?? '', isHex);
    if (alphabet === undefined) continue;
    characters[at] = alphabet[Math.floor(random() * alphabet.length)] ?? '';
    left -= 1;
  }
  return characters.join('');
}

function alphabetOf(character: string, isHex: boolean): string | undefined {
  if (/\d/.test(character)) return '0123456789';
  if (isHex && /[a-f]/.test(character)) return 'abcdef';
  if (/[a-z]/.test(character)) return 'abcdefghijklmnopqrstuvwxyz';
  return /[A-Z]/.test(character) ? 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' : undefined;
}

/** Replaces a text where it stands for itself, and not as a part of a longer word. */
export function replaceText(json: string, from: string, to: string): string {
  const escaped = JSON.stringify(from).slice(1, -1);
  const literal = escaped.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return json.replace(new RegExp(`(?<![\\da-zA-Z])${literal}(?![\\da-zA-Z])`, 'g'), () =>
    JSON.stringify(to).slice(1, -1),
  );
}

const hourMs = 60 * 60 * 1000;

/** As far as a local time is from UTC, and its steps. */
const maxZoneMs = 14 * hourMs;
const zoneStepMs = hourMs / 4;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Moves the known times wherever they stand: as seconds or milliseconds since 1970, and as a date with a time of
 * day in any zone, which keeps its zone and its form.
 */
function moveTimes(json: string, times: readonly number[], byMs: number): string {
  const seconds = new Map(
    times.map((time) => [String(Math.floor(time / 1000)), Math.floor((time + byMs) / 1000)]),
  );
  const isKnown = (ms: number) =>
    times.some((time) => {
      const differenceMs = Math.abs(ms - Math.floor(time / 1000) * 1000);
      return differenceMs <= maxZoneMs && differenceMs % zoneStepMs === 0;
    });
  const move = (ms: number) => (isKnown(ms) ? new Date(ms + byMs) : undefined);
  return json
    .replace(/(?<!\d)(\d{10})(\d{3})?(?!\d)/g, (text, second: string, fraction = '') => {
      const moved = seconds.get(second);
      return moved === undefined ? text : `${moved}${fraction}`;
    })
    .replace(/(?<!\d)\d{4}-\d\d-\d\d([T ])\d\d:\d\d:\d\d/g, (text, separator: string) => {
      const moved = move(Date.parse(`${text.replace(' ', 'T')}Z`));
      return moved?.toISOString().slice(0, 19).replace('T', separator) ?? text;
    })
    .replace(
      /(?<!\d)(\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d)/g,
      (text, day: string, month: string, year: string, time: string) => {
        const number = String(months.indexOf(month) + 1).padStart(2, '0');
        const moved = move(Date.parse(`${year}-${number}-${day}T${time}Z`));
        if (moved === undefined) return text;
        const iso = moved.toISOString();
        const name = months[moved.getUTCMonth()];
        return `${iso.slice(8, 10)} ${name} ${iso.slice(0, 4)} ${iso.slice(11, 19)}`;
      },
    );
}
