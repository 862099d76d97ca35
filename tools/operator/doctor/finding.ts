/** The result of a check. Only `failed` makes the command fail. */
export interface Finding {
  /** What was checked. */
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found, in one line. */
  readonly text: string;
  /** The command to run or the page to read. */
  readonly remedy?: string;
}

/**
 * Restores what was changed by hand. A plain deploy does not: CloudFormation compares the new
 * template with the last one, not with the resources (`npx cdk deploy --help` of aws-cdk 2.1148).
 */
export const revertDrift = 'npx cdk deploy --revert-drift';
