import { CommandError } from '../command-line/command-error.ts';

/**
 * A `CommandError` about the emulator: the port is in use, an engine is missing, the template has a
 * resource that the emulator does not know, no emulator runs.
 */
export class EmulatorError extends CommandError {
  override readonly name: string = 'EmulatorError';
}

/** The state in the data directory does not fit what the app has become: a start must not go on beside it. */
export class StateConflict extends EmulatorError {
  override readonly name = 'StateConflict';
}
