/** The configuration under `tributary` is invalid; the message lists every problem. */
export class GatewayConfigError extends Error {
  override readonly name = 'GatewayConfigError';

  constructor(problems: string) {
    super(`the configuration "tributary" is invalid:\n${problems}`);
  }
}
