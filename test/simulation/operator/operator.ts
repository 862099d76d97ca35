import type { DynamoDBRecord } from 'aws-lambda';
import { deadLetterPrefixes } from '../../../shared/payloads/payload-keys.ts';
import { deadLettersRedrive } from '../../../tools/operator/commands/dead-letters-redrive.ts';
import { erase } from '../../../tools/operator/commands/erase.ts';
import { mediaRetry } from '../../../tools/operator/commands/media-retry.ts';
import { replay } from '../../../tools/operator/commands/replay.ts';
import { secretsRotate } from '../../../tools/operator/commands/secrets-rotate.ts';
import { usersLink } from '../../../tools/operator/commands/users-link.ts';
import { usersUnlink } from '../../../tools/operator/commands/users-unlink.ts';
import { readDeadLetter } from '../../../tools/operator/redrive/dead-letter-events.ts';
import type { Gateway } from '../gateway.ts';
import type { Console } from '../traffic/sender.ts';
import type { Decision, Stories } from '../traffic/story.ts';
import type { World } from '../world.ts';
import { CommandLine } from './command-line.ts';

/** The shortest time between a rotation and the new URL in the provider's console. */
const settledMs = 10_000;

/** Name of the only replay of a run. Clocks may be wrong by an hour, so it begins a day earlier. */
const replayValues = { from: '2026-03-01', run: 'replay-of-the-simulation' };

/** What operators do, with the commands of the product: they rotate, repair, redrive, replay and erase. */
export class Operator {
  /** Whether this run has a replay, and a retry of files instead of their redrive. */
  readonly replays: boolean;
  readonly #retries: boolean;
  readonly #world: World;
  readonly #gateway: Gateway;
  readonly #stories: Stories;
  readonly #console: Console;
  readonly #commandLine: CommandLine;
  /** Which names the operator holds for two people. */
  readonly #undone = new Set<Decision>();
  /** Decisions of which the command did not succeed: they may have had their effect. */
  readonly #open = new Map<Decision, 'unlinked' | 'linked'>();

  constructor(world: World, gateway: Gateway, stories: Stories, console: Console) {
    this.#world = world;
    this.#gateway = gateway;
    this.#stories = stories;
    this.#console = console;
    this.#commandLine = new CommandLine(world, gateway);
    this.replays = world.random.chance(0.12);
    // A retry finds the files of messages that are in the table. Those of others are in the queue.
    this.#retries = world.random.chance(0.2) && world.swarm.retentionDays !== 1;
  }

  /** Schedules what happens while callbacks come in. */
  schedule(): void {
    const { scheduler, faults, random } = this.#world;
    const sometime = (action: () => void) => scheduler.after(random.integer(0, 600_000), action);
    if (faults.surprise('secret rotated', 0.3)) sometime(() => this.#rotateAll());
    if (this.replays && random.chance(0.7)) sometime(() => void this.replay());
    if (this.#retries && random.chance(0.7)) sometime(() => void this.#retryFiles());
    if (random.chance(0.5)) sometime(() => void this.erase());
    for (const decision of this.#stories.decisions) {
      scheduler.after(decision.atMs - scheduler.nowMs, () => void this.#decide(decision));
    }
    if (faults.surprise('record that is not an event')) {
      sometime(() =>
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
  #rotateAll(): void {
    const { secrets, mediaServer, providers } = this.#gateway;
    const accessToken = 'the-renewed-access-token';
    mediaServer.api.accessToken = accessToken;
    for (const id of providers.keys()) secrets.change(id, { accessToken });
    for (const id of providers.keys()) void this.#rotate(id);
  }

  async #rotate(id: string): Promise<void> {
    const { scheduler, random, tally } = this.#world;
    const { secrets } = this.#gateway;
    const isUnchanged = () => secrets.read(id).token === this.#console.tokens.get(id);
    // After a failure the secret may have the new token all the same: `urls` prints it then.
    await this.#commandLine.run(secretsRotate, { names: [id] }, isUnchanged);
    if (isUnchanged()) return;
    tally.count('token rotated');
    const { token } = secrets.read(id);
    scheduler.after(random.integer(settledMs, 120_000), () => {
      this.#console.tokens.set(id, String(token));
    });
    await scheduler.sleep(12 * 3_600_000);
    const isOpen = () => secrets.read(id).previousToken !== undefined;
    await this.#commandLine.run(secretsRotate, { names: [id], values: { confirm: true } }, isOpen);
  }

  /** Redrives all dead letters. In some runs the operator retries the files instead. */
  async redrive(): Promise<void> {
    if (this.#retries) {
      await this.#retryFiles();
      await this.#commandLine.run(deadLettersRedrive, { values: { events: true } });
    } else {
      await this.#commandLine.run(deadLettersRedrive, {});
    }
    this.#world.tally.count('dead letters redriven');
    this.#gateway.subscriber?.redrive();
    for (const [decision, state] of this.#open) await this.#decideAs(state, decision);
  }

  /** Undoes a link while callbacks come in, and in some runs takes that back later. */
  async #decide(decision: Decision): Promise<void> {
    await this.#decideAs('unlinked', decision);
    if (!decision.isTakenBack) return;
    await this.#world.scheduler.sleep(this.#world.random.integer(0, 600_000));
    await this.#decideAs('linked', decision);
  }

  /** A command fails as long as no callback has shown the two names. */
  async #decideAs(state: 'unlinked' | 'linked', decision: Decision): Promise<void> {
    const { business, names } = decision;
    this.#open.set(decision, state);
    const command = state === 'unlinked' ? usersUnlink : usersLink;
    const results = await this.#commandLine.run(command, { names: [business, ...names] });
    if (results === undefined) return;
    this.#open.delete(decision);
    if (state === 'unlinked') this.#undone.add(decision);
    else this.#undone.delete(decision);
    this.#world.tally.count(state === 'unlinked' ? 'link undone' : 'link taken back');
  }

  /** The pairs of names that are of two people, as the operator decided last. */
  get undone(): readonly (readonly string[])[] {
    return [...this.#undone].map(({ names }) => names);
  }

  async #retryFiles(): Promise<void> {
    const { from } = replayValues;
    const force = this.#world.random.chance(0.5);
    const results = await this.#commandLine.run(mediaRetry, { values: { from, force } });
    if (results === undefined) return;
    this.#world.tally.count(force ? 'files retried by force' : 'files retried');
  }

  /** Publishes everything again, or continues a replay that did not end. */
  async replay(): Promise<void> {
    const results = await this.#commandLine.run(replay, { values: replayValues });
    const [{ records = 0 } = {}] = results ?? [];
    this.#world.tally.count('event records replayed', Number(records));
  }

  /** Erases the users who asked for it. */
  async erase(): Promise<void> {
    for (const { phone, also } of this.#stories.erasures) {
      const values = { user: phone, ...(also !== undefined && { also: [also] }) };
      const results = await this.#commandLine.run(erase, { values });
      if (results === undefined) continue;
      this.#world.tally.count(also === undefined ? 'user erased' : 'user with two names erased');
    }
  }

  /** The stream records of each dead letter in the payload bucket, of the publisher and of Lambda. */
  deadLetterRecords(): readonly DynamoDBRecord[] {
    return [...this.#gateway.payloads.objects].flatMap(([key, bytes]) =>
      deadLetterPrefixes.some((prefix) => key.startsWith(prefix))
        ? (readDeadLetter(bytes.toString()) ?? [])
        : [],
    );
  }
}
