/** The props of a gateway or the choice of a stage are invalid. The message lists every problem. */
export class GatewayConfigError extends Error {
  override readonly name = 'GatewayConfigError';
  // Private, so that Node.js does not print the list a second time.
  readonly #problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(toList(problems));
    this.#problems = problems;
  }

  /** Each says where it is and what to write instead. */
  get problems(): readonly string[] {
    return this.#problems;
  }
}

function toList(problems: readonly string[]): string {
  return [
    'the gateway cannot be built:',
    ...problems.map((problem) => `  - ${problem.replaceAll('\n', '\n    ')}`),
  ].join('\n');
}
