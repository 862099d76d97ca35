/**
 * The value below which this part of the values lies; 0.5 gives the median.
 *
 * @throws {RangeError} when there are no values
 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)];
  if (value === undefined) throw new RangeError('an empty list has no quantile');
  return value;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @throws {RangeError} when there are no values */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('an empty list has no mean');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
