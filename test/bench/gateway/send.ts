import { Agent, request } from 'node:http';

/** Sends callbacks over a fixed number of connections that stay open, as a provider does. */
export function createSender(connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  /**
   * Sends one callback and waits for the whole response.
   *
   * @returns how long that took, in milliseconds
   * @throws {Error} when the status of the response is not 200
   */
  async function send(url: string, body: string): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const startedAt = performance.now();
    const headers = { 'content-type': 'application/json' };
    const callback = request(url, { method: 'POST', headers, agent }, (response) => {
      const { statusCode = 0 } = response;
      response.resume().once('end', () => {
        if (statusCode === 200) resolve(performance.now() - startedAt);
        else reject(new Error(`the response to a callback was ${statusCode}`));
      });
    });
    callback.once('error', reject).end(body);
    return promise;
  }

  return { send, close: () => agent.destroy() };
}
