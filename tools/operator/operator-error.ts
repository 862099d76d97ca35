import { CommandError } from '../command-line/command-error.ts';

/** A `CommandError` about a gateway, its data or AWS. */
export class OperatorError extends CommandError {
  override readonly name = 'OperatorError';
}
