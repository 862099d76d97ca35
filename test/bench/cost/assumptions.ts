/**
 * What cannot be measured without AWS. Each is on the dear side of what AWS documents or what is
 * usually seen, so that the sums are not prettier than the bill.
 */
export const assumptions = {
  /** A `PutItem` or a `Query` within the region, over what the local engine takes. */
  dynamodbRoundTripMs: 5,
  /** Memory of the functions, as the stack has it. */
  functionGigabytes: 0.5,
  /** Stream records in one invocation of the publisher: more under load, fewer at night. */
  recordsPerPublisherInvocation: 10,
  publisherMs: 40,
  /** Lambda's own start and report lines of the publisher, in JSON. */
  publisherSystemLogBytes: 700,
  /** Downloading and storing one file of a few megabytes. */
  mirrorMs: 700,
} as const;
