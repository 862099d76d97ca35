import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { EmulatorError } from './emulator-error.ts';

/** A small JSON value that outlives the process. */
export interface StateFile<T> {
  /**
   * The stored value; `undefined` before the first `write`.
   *
   * @throws {EmulatorError} when the file holds something else
   */
  read(): T | undefined;
  /** Replaces the whole value: a process that is killed leaves the old value or the new one. */
  write(value: T): void;
}

/** Stores a value of the emulator in a file of its data directory. */
export function stateFile<T>(file: string, parse: (value: unknown) => T): StateFile<T> {
  return {
    read: () => {
      const text = readIfExists(file);
      if (text === undefined) return undefined;
      try {
        return parse(JSON.parse(text));
      } catch (cause) {
        throw new EmulatorError(
          `${file} is damaged: delete it, or choose another directory with --data`,
          { cause },
        );
      }
    },
    write: (value) => {
      const next = `${file}.next`;
      writeFileSync(next, JSON.stringify(value), { mode: 0o600 });
      renameSync(next, file);
    },
  };
}

function readIfExists(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
