/** Number of cases for a property of an adapter; `PROPERTY_RUNS` overrides it. */
export const propertyRuns = Number(process.env.PROPERTY_RUNS ?? 10_000);
