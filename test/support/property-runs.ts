/** How many cases a property over a provider's adapter is tried with; `PROPERTY_RUNS` changes it. */
export const propertyRuns = Number(process.env.PROPERTY_RUNS ?? 10_000);
