import type { DynamoDBRecord } from 'aws-lambda';
import type { Gateway } from './gateway.ts';
import type { Console } from './traffic/sender.ts';
import type { World } from './world.ts';

/** How long after a rotation the new URL goes into the provider's console, at the least. */
const settledMs = 10_000;

/** What the people do who run the gateway: they rotate, make mistakes, repair and redrive. */
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
    if (faults.surprise('record that is no event')) {
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

  /** As `docs/secrets.md` says: the old token stays valid until the new one is in use. */
  #rotate(): void {
    const { scheduler, random } = this.#world;
    const previousToken = this.#console.token;
    const token = 'the-token-after-the-rotation';
    for (const secret of this.#gateway.secrets.values()) secret.replace({ token, previousToken });
    scheduler.after(random.integer(settledMs, 120_000), () => {
      this.#console.token = token;
    });
    scheduler.after(12 * 3_600_000, () => {
      for (const secret of this.#gateway.secrets.values()) secret.replace({ token });
    });
  }

  /** Sends everything again that was given up on. */
  async redrive(): Promise<void> {
    this.#gateway.queue.redrive();
    for (const record of this.givenUpRecords()) {
      await this.#gateway.publisher.invoke({ Records: [record] });
    }
  }

  /** The stream records in the vault, whoever put them there. */
  givenUpRecords(): readonly DynamoDBRecord[] {
    return [...this.#gateway.vault.objects].flatMap(([key, bytes]) => {
      const object: unknown =
        key.startsWith('quarantine/') || key.startsWith('raw/')
          ? undefined
          : JSON.parse(bytes.toString());
      if (object === undefined) return [];
      if (key.startsWith('undeliverable/')) return [object as DynamoDBRecord];
      const { payload } = object as { readonly payload: string };
      return (JSON.parse(payload) as { readonly Records: readonly DynamoDBRecord[] }).Records;
    });
  }
}
