import { now } from './clock.ts';

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const shortClock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const date = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const shortDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dateOfYear = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

/** How much of an instant to show. */
type Form = 'clock' | 'short clock' | 'date and clock' | 'latest' | 'day';

/** An instant in the viewer's zone, with UTC when the pointer is over it. */
export function Time({ at, form = 'clock' }: { readonly at: string; readonly form?: Form }) {
  const instant = new Date(at);
  return (
    <time dateTime={at} title={`${at.replace('T', ' ').replace('Z', '')} UTC`}>
      {format(instant, form)}
    </time>
  );
}

function format(instant: Date, form: Form): string {
  if (Number.isNaN(instant.getTime())) return '';
  switch (form) {
    case 'clock':
      return clock.format(instant);
    case 'short clock':
      return shortClock.format(instant);
    case 'date and clock':
      return `${shortDay(instant)}, ${clock.format(instant)}`;
    case 'day':
      return date.format(instant);
    case 'latest':
      return dayOf(instant) === dayOf(now()) ? shortClock.format(instant) : shortDay(instant);
  }
}

/** Without the year when it is this one. */
function shortDay(instant: Date): string {
  const isThisYear = instant.getFullYear() === now().getFullYear();
  return (isThisYear ? shortDate : dateOfYear).format(instant);
}

/** A day in the viewer's zone, for a line between two messages. */
export function dayText(at: string): string {
  return date.format(new Date(at));
}

function dayOf(instant: Date): string {
  return date.format(instant);
}
