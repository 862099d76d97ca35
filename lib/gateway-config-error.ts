/** The props of a gateway or the choice of a stage are invalid. The message lists every problem. */
export class GatewayConfigError extends Error {
  override readonly name = 'GatewayConfigError';
  /** Each says where it is and what to write instead. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(toList(problems));
    this.problems = problems;
  }
}

function toList(problems: readonly string[]): string {
  return [
    'the gateway cannot be built:',
    ...problems.map((problem) => `  - ${problem.replaceAll('\n', '\n    ')}`),
  ].join('\n');
}
