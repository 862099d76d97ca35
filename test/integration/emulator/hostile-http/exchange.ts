import { connect } from 'node:net';

/** What came back on one connection. */
export interface Exchange {
  /** Statuses of the answers, in order; none when the connection was just closed. */
  readonly statuses: readonly number[];
  readonly text: string;
}

/**
 * Writes bytes to a port as they are, with no client that could repair them, and reads until the
 * server closes the connection.
 *
 * @param endsEarly our side is closed after the last byte, as by a sender that gives up
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
    // A server that has heard enough may reset the connection while it is written to.
    socket.on('error', () => {});
    socket.on('close', () => {
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, code]) => Number(code));
      resolve({ statuses, text });
    });
    if (endsEarly) socket.end(bytes);
    else socket.write(bytes);
  });
}
