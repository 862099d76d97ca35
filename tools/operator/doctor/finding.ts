/** The result of a check. Only `failed` makes the command fail. */
export interface Judgement {
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found, in one line. */
  readonly text: string;
  /** The command to run or the page to read. */
  readonly remedy?: string;
}

/** A result with the name of what was checked. */
export interface Finding extends Judgement {
  readonly check: string;
}

/**
 * Restores what was changed by hand. A plain deploy does not: CloudFormation compares the new
 * template with the last one, not with the resources (`npx cdk deploy --help` of aws-cdk 2.1148).
 */
export const revertDrift = 'npx cdk deploy --revert-drift';
