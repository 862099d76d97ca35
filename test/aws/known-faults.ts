/**
 * Checks that fail because of the emulator and not of the gateway, by the command that makes them: the
 * subject of the check, where it has one, and its name. README.md has the evidence.
 */
const knownFaults: Readonly<Record<string, readonly string[]>> = {
  // It evaluates no metric filters, and counts no IteratorAge.
  verify: ['alarms metrics'],
  // It cannot deploy one.
  doctor: ['archive'],
};

/** Lines of a command about checks that failed and are not known faults, and known faults that passed. */
export function findFaults(command: string, lines: readonly Readonly<Record<string, unknown>>[]) {
  const known = knownFaults[command] ?? [];
  const nameOf = ({ subject, check }: Readonly<Record<string, unknown>>) =>
    [subject, check].filter(Boolean).join(' ');
  const failed = lines.filter(({ state }) => state === 'failed');
  return {
    unknown: failed.filter((line) => !known.includes(nameOf(line))),
    stale: known.filter((fault) => !failed.some((line) => nameOf(line) === fault)),
  };
}
