import { connect } from 'node:net';

/** The responses on one connection. */
export interface Exchange {
  /** Statuses of the responses, in order; empty if the connection was closed without one. */
  readonly statuses: readonly number[];
  readonly text: string;
}

/**
 * Writes bytes to a port without an HTTP client, which could repair them, and reads until the server
 * closes the connection.
 *
 * @param endsEarly whether the client closes its side after the last byte, as after a timeout
 */
export function exchange(
  port: number,
  bytes: Uint8Array | string,
  { endsEarly = false } = {},
): Promise<Exchange> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      text += chunk;
    });
    // The server may reset the connection before it has read everything.
    socket.on('error', () => {});
    socket.on('close', () => {
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, code]) => Number(code));
      resolve({ statuses, text });
    });
    if (endsEarly) socket.end(bytes);
    else socket.write(bytes);
  });
}
