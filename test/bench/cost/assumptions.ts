/**
 * What cannot be measured without AWS. Each is on the dear side of what AWS documents or what is
 * usually seen, so that the sums are not prettier than the bill.
 */
export const assumptions = {
  /** A `PutItem` within the region. */
  dynamodbRoundTripMs: 5,
  /** Memory of the functions, as the stack has it. */
  functionGigabytes: 0.5,
  /** Lambda gives a whole processor with 1,769 MB, and a part of it with less. */
  functionProcessors: 512 / 1769,
  /** Stream records in one invocation of the publisher: more under load, fewer at night. */
  recordsPerPublisherInvocation: 10,
  publisherMs: 40,
  /** Its one line for each invocation. */
  publisherLogBytes: 150,
  /** Downloading and storing one file of a few megabytes. */
  mirrorMs: 700,
  /** A message to a user is sent, delivered and mostly read; one from a user has no status. */
  statusesPerMessage: 2.5,
  filesPerMessage: 0.1,
  fileMegabytes: 0.5,
} as const;
