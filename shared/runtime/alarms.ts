/** The beginning of the name of every alarm of a stack; the CLI finds the raised alarms by it. */
export function alarmPrefix(stackName: string): string {
  return `${stackName}-`;
}

/**
 * How long an event record may wait to be published. Beyond it the alarm `publisher-behind` is raised,
 * and the doctor reports the same.
 */
export const maxPublisherLagMs = 15 * 60 * 1000;
