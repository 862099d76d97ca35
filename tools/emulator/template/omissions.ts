import { EmulatorError, StateConflict } from '../../emulator-client/emulator-error.ts';
import type { StackResource } from './stack.ts';

/** What names a resource of an app. */
export type ResourceName = Pick<StackResource, 'stackName' | 'logicalId' | 'type'>;

/** What does not run on the emulator as on AWS, and why. */
export interface Omission extends ResourceName {
  readonly because: string;
}

/**
 * Collects what the emulator cannot run. Of what a gateway needs nothing is left out: then the start
 * fails.
 */
export interface Omissions {
  readonly list: readonly Omission[];
  /**
   * Takes a step for a resource, or notes why the emulator cannot.
   *
   * @returns `undefined` when it cannot
   * @throws {EmulatorError} when a gateway needs the resource, or the state does not fit it
   */
  attempt<T>(resource: ResourceName, step: () => T): T | undefined;
  /** The same for a step that takes time. There, any error is one of the resource. */
  attemptLater<T>(resource: ResourceName, step: () => Promise<T>): Promise<T | undefined>;
}

/** @param isNeeded whether a gateway needs a resource */
export function collectOmissions(isNeeded: (resource: ResourceName) => boolean): Omissions {
  const list: Omission[] = [];
  const note = ({ stackName, logicalId, type }: ResourceName, because: string) => {
    const known = list.some(
      (each) =>
        each.stackName === stackName && each.logicalId === logicalId && each.because === because,
    );
    if (!known) list.push({ stackName, logicalId, type, because });
  };
  return {
    list,
    attempt: (resource, step) => {
      try {
        return step();
      } catch (error) {
        if (!(error instanceof EmulatorError) || error instanceof StateConflict) throw error;
        if (isNeeded(resource)) throw withName(error, resource);
        note(resource, error.message);
        return undefined;
      }
    },
    attemptLater: async (resource, step) => {
      try {
        return await step();
      } catch (error) {
        if (error instanceof StateConflict) throw error;
        if (isNeeded(resource)) {
          throw error instanceof EmulatorError ? withName(error, resource) : error;
        }
        note(resource, error instanceof Error ? error.message : String(error));
        return undefined;
      }
    },
  };
}

/** The start ends with this one line. */
function withName(
  error: EmulatorError,
  { stackName, logicalId, type }: ResourceName,
): EmulatorError {
  if (error.message.includes(logicalId)) return error;
  const cause = { cause: error };
  return new EmulatorError(`${stackName}/${logicalId} (${type}): ${error.message}`, cause);
}

/** A line for each reason, with the resources that it holds for. */
export function describeOmissions(omissions: readonly Omission[]): readonly string[] {
  const groups = Map.groupBy(omissions, ({ type, because }) => `${type}\n${because}`);
  return [...groups.values()].map((group) => {
    const [{ type, because } = { type: '', because: '' }] = group;
    const names = group.map(({ stackName, logicalId }) => `${stackName}/${logicalId}`);
    const shown = names.slice(0, maxNames).join(', ');
    const more = names.length > maxNames ? ` and ${names.length - maxNames} more` : '';
    return `${type} ${shown}${more}: ${because}`;
  });
}

const maxNames = 3;
