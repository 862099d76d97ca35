const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * A day that WhatsApp writes in English, as `YYYY-MM-DD`: `October 9, 2023` is `2023-10-09`. Any
 * other text is returned as it is.
 */
export function toCalendarDate(written: string): string {
  const [, name = '', day = '', year = ''] = /^([A-Za-z]+) (\d\d?), (\d{4})$/.exec(written) ?? [];
  const month = months.indexOf(name.toLowerCase()) + 1;
  const date = `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  // Date.parse turns February 31 into March 3: only a real day comes back equal.
  const epochMs = Date.parse(`${date}T00:00:00.000Z`);
  const isDay = !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(date);
  return isDay ? date : written;
}
