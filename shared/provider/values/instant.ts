/**
 * Instants in the contract's form: ISO 8601, UTC, milliseconds, truncated and not rounded.
 *
 * Providers send seconds as a number (ITNIO, INCS), seconds as text (WhatsApp), ISO text with
 * microseconds (INCS, RCS) and local text without a zone (InnoPaaS `2023-02-22 12:00:00`, read as
 * UTC, because its other instants are). `undefined` for anything else.
 */
export function toInstant(value: unknown): string | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string') return undefined;
  if (canonicalPattern.test(value)) return value.length === 24 ? value : `${value.slice(0, 23)}Z`;
  const text = value.trim();
  return /^\d{1,19}(\.\d+)?$/.test(text) ? fromEpoch(Number(text)) : fromText(text);
}

/**
 * Text that is in the contract's form already, but for more digits at its end. To read it as any other text
 * takes ten times as long. Which months have more than 28 days is left to `Date`.
 */
const canonicalPattern =
  /^(?:19[7-9]|[2-9]\d\d)\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3,9}Z$/;

/** The last instant that has a four-digit year. */
const maxEpochMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** The unit follows from the size: seconds stay below 10¹¹ until the year 5138. */
function fromEpoch(value: number): string | undefined {
  if (!Number.isFinite(value) || value <= 0) return undefined;
  const epochMs =
    value < 1e11 ? value * 1e3 : value < 1e14 ? value : value < 1e17 ? value / 1e3 : value / 1e6;
  return fromEpochMs(Math.floor(epochMs));
}

function fromEpochMs(epochMs: number): string | undefined {
  return epochMs >= 0 && epochMs <= maxEpochMs ? toIso(epochMs) : undefined;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The days of the last instants, and their text: to write it takes most of the time of `toISOString`. One is
 * not enough: a status says when it happened today, and until when the conversation is open tomorrow.
 */
const lastDays = Array.from({ length: 8 }, () => ({ number: 0, text: '1970-01-01' }));

function toIso(epochMs: number): string {
  const number = Math.floor(epochMs / dayMs);
  let day = lastDays[number % lastDays.length];
  if (day?.number !== number) {
    day = { number, text: new Date(epochMs).toISOString().slice(0, 10) };
    lastDays[number % lastDays.length] = day;
  }
  const ms = epochMs - number * dayMs;
  const hour = twoDigits(Math.floor(ms / 3_600_000));
  const minute = twoDigits(Math.floor(ms / 60_000) % 60);
  const second = twoDigits(Math.floor(ms / 1000) % 60);
  return `${day.text}T${hour}:${minute}:${second}.${String(ms % 1000).padStart(3, '0')}Z`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

const isoPattern =
  /^(\d{4}-\d\d-\d\d)(?:[T ]((?:[01]\d|2[0-3]):\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?)? ?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

function fromText(text: string): string | undefined {
  const match = isoPattern.exec(text);
  if (!match) return undefined;
  const [, date = '', time = '00:00:00', fraction = '', zone = 'Z'] = match;
  const seconds = time.length === 5 ? `${time}:00` : time;
  const asUtc = `${date}T${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const epochMs = Date.parse(asUtc);
  // Date.parse turns February 31 into March 3: only a real date keeps its day.
  const day = Number(date.slice(8));
  if (Number.isNaN(epochMs) || (day > 28 && new Date(epochMs).getUTCDate() !== day)) {
    return undefined;
  }
  const offset = offsetMs(zone);
  return offset === 0 && epochMs >= 0 ? asUtc : fromEpochMs(epochMs - offset);
}

function offsetMs(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const digits = zone.replace(/\D/g, '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4) || 0);
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
