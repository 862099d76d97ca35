/**
 * Maps values, some at a time, and keeps their order.
 *
 * An HTTP client makes a request wait when it has no free connection, and counts the wait as part of the
 * request's timeout: a thousand requests at once time out although each takes milliseconds.
 *
 * @param most values that are mapped at the same time
 */
export async function mapInParallel<Value, Result>(
  values: readonly Value[],
  most: number,
  map: (value: Value) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = values.entries();
  const mapNext = async () => {
    for (const [index, value] of waiting) results[index] = await map(value);
  };
  await Promise.all(Array.from({ length: Math.min(most, values.length) }, mapNext));
  return results;
}
