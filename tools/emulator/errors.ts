/**
 * Something that the person who started the emulator can act on: a port in use, a missing
 * engine, a template resource that the emulator does not know. The message is one line that says
 * what to do; the command line prints it without a stack trace and ends with exit code 1.
 */
export class LocalGatewayError extends Error {
  override readonly name = 'LocalGatewayError';
}
