import type { DynamoDBRecord } from 'aws-lambda';
import {
  listDeadLetters,
  readDeadLetter,
} from '../../tools/operator/redrive/dead-letter-events.ts';
import { publishDeadLetters } from '../../tools/operator/redrive/publish-dead-letters.ts';
import type { Gateway } from './gateway.ts';
import { ExecutionEnvironment } from './platform/execution-environment.ts';
import type { Console } from './traffic/sender.ts';
import type { World } from './world.ts';

/** The shortest time between a rotation and the new URL in the provider's console. */
const settledMs = 10_000;

const workdayMs = 8 * 3_600_000;

/** What operators do: they rotate secrets, make mistakes, repair and redrive. */
export class Operator {
  readonly #world: World;
  readonly #gateway: Gateway;
  readonly #console: Console;

  constructor(world: World, gateway: Gateway, console: Console) {
    this.#world = world;
    this.#gateway = gateway;
    this.#console = console;
  }

  schedule(): void {
    const { scheduler, faults, random } = this.#world;
    if (faults.surprise('secret rotated', 0.3)) {
      scheduler.after(random.integer(0, 600_000), () => this.#rotate());
    }
    if (faults.surprise('record that is not an event')) {
      scheduler.after(random.integer(0, 600_000), () =>
        this.#gateway.table.put({
          pk: { S: 'message#incs#by-hand' },
          sk: { S: 'message' },
          detail: { S: '{"metadata":' },
          publish: { N: '1' },
        }),
      );
    }
  }

  /**
   * Follows `docs/secrets.md`: the old token stays valid until the new one is in use. The access
   * token for the provider's API is renewed at the same time; its old value ends at once.
   */
  #rotate(): void {
    const { scheduler, random } = this.#world;
    const { secrets, mediaServer } = this.#gateway;
    const previousToken = this.#console.token;
    const token = 'the-token-after-the-rotation';
    const accessToken = 'the-renewed-access-token';
    mediaServer.api.accessToken = accessToken;
    for (const secret of secrets.values()) secret.change({ token, previousToken, accessToken });
    scheduler.after(random.integer(settledMs, 120_000), () => {
      this.#console.token = token;
    });
    scheduler.after(12 * 3_600_000, () => {
      for (const secret of secrets.values()) secret.change({ previousToken: undefined });
    });
  }

  /** Redrives all dead letters, by the code of the command `dead-letters redrive`. */
  async redrive(): Promise<void> {
    this.#gateway.queue.redrive();
    const environment = new ExecutionEnvironment('operator', this.#world);
    environment.begin(workdayMs, () => {});
    const ports = this.#gateway.publisherPorts(environment);
    for (const records of await this.deadLetterRecords()) await publishDeadLetters(records, ports);
  }

  /** The stream records of each dead letter in the payload bucket, of the publisher and of Lambda. */
  async deadLetterRecords(): Promise<readonly (readonly DynamoDBRecord[])[]> {
    const { payloads } = this.#gateway;
    const objects = await listDeadLetters({ list: async (prefix) => payloads.list(prefix) });
    return objects.flatMap(({ key }) => {
      const records = readDeadLetter(payloads.objects.get(key)?.toString() ?? '');
      return records === undefined ? [] : [records];
    });
  }
}
