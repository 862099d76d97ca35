/** What a check found. Only `failed` makes the command fail. */
export interface Finding {
  /** What was looked at. */
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found, in one line. */
  readonly text: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/**
 * Mends what somebody changed by hand. A plain deploy does not: CloudFormation compares the new
 * template with the last one, not with what is there (`npx cdk deploy --help` of aws-cdk 2.1148).
 */
export const revertDrift = 'npx cdk deploy --revert-drift';
