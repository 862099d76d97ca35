import { LambdaClient } from '@aws-sdk/client-lambda';
import { isGeneric } from '../../../shared/provider/generic-provider.ts';
import { version } from '../../../shared/version.ts';
import type { Command } from '../../../tools/operator/command.ts';
import type { Gateway as OperatedGateway } from '../../../tools/operator/gateway/gateway.ts';
import { toModelClient, UnknownToModelError, unknownToModel } from '../aws/model-client.ts';
import { toClientOfBuckets } from '../aws/s3.ts';
import { queueUrls } from '../aws/sqs.ts';
import { type Gateway, userHashKey } from '../gateway.ts';
import { ExecutionEnvironment } from '../platform/execution-environment.ts';
import type { World } from '../world.ts';

/** A line of a command's JSON. */
type Result = Readonly<Record<string, unknown>>;

export interface CommandRun {
  readonly values?: Readonly<Record<string, string | boolean | readonly string[]>>;
  readonly names?: readonly string[];
}

const workdayMs = 8 * 3_600_000;
const pauseMs = 60_000;

/** How often an operator tries a command before it waits for the next repair. */
const mostAttempts = 20;

/** The CLI of the product, at a terminal where every call to AWS may fail and every command may end. */
export class CommandLine {
  readonly #world: World;
  readonly #gateway: Gateway;

  constructor(world: World, gateway: Gateway) {
    this.#world = world;
    this.#gateway = gateway;
  }

  /**
   * Runs a command until it succeeds.
   *
   * @param canRepeat what the operator looks at after a failure; by default nothing
   * @returns the lines of JSON that it printed; `undefined` when it never succeeded, or was not repeated
   */
  async run(
    command: Command,
    { values = {}, names = [] }: CommandRun,
    canRepeat: () => boolean = () => true,
  ): Promise<readonly Result[] | undefined> {
    const { scheduler, tally, trace } = this.#world;
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      trace(`operator: tributary ${command.name}`);
      const results = await this.#attempt(command, { values, names });
      if (results !== undefined) return results;
      if (!canRepeat()) return undefined;
      tally.count('operator command repeated after a failure');
      await scheduler.sleep(pauseMs);
    }
    return undefined;
  }

  /** @returns `undefined` when the command failed, or its process was killed */
  #attempt(command: Command, { values, names }: Required<CommandRun>) {
    const environment = new ExecutionEnvironment('operator', this.#world);
    const results: Result[] = [];
    const output = {
      print: (result: object) => void results.push({ ...result }),
      list: () => {},
      entry: () => {},
      document: () => {},
      line: () => {},
      progress: () => {},
    };
    const context = {
      connect: async () => this.#connect(environment),
      output,
      isConfirmed: true,
      readValue: () => Promise.reject(new Error('a value was read')),
      now: environment.now,
      waitMs: environment.sleep,
    };
    return new Promise<readonly Result[] | undefined>((resolve) => {
      const invocation = environment.begin(workdayMs, () => end(undefined));
      const end = (outcome: readonly Result[] | undefined) => {
        invocation.isRunning = false;
        resolve(outcome);
      };
      command.run(values, names, context).then(
        (code) => end(code === 0 ? results : undefined),
        (error) => {
          if (error instanceof UnknownToModelError) this.#world.scheduler.fail(error);
          this.#world.trace(`operator: ${command.name} failed: ${error}`);
          end(undefined);
        },
      );
    });
  }

  #connect(environment: ExecutionEnvironment): OperatedGateway {
    const { table, payloads, media, queue, bus, secrets, providers } = this.#gateway;
    const { retentionDays } = this.#world.swarm;
    const ids = [...providers.keys()];
    return {
      name: 'simulated',
      version,
      localOrigin: undefined,
      option: '--stack simulated',
      userHashKey,
      httpSubscriptions: [],
      logsDays: async () => undefined,
      listsConversations: async () => false,
      hasAlarms: async () => false,
      logMetrics: async () => new Set(),
      callbackLogGroup: async () => undefined,
      retainedResources: async () => [],
      clients: this.#gateway.toOperatorClients({
        dynamodb: table.clientFor(environment),
        s3: toClientOfBuckets([payloads, media], environment),
        sqs: queue.clientFor(environment),
        eventBridge: bus.clientFor(environment),
        secretsManager: secrets.clientFor(environment),
        lambda: toModelClient(LambdaClient, async (command) => {
          throw unknownToModel(command.constructor.name);
        }),
      }),
      resources: {
        eventsTable: 'events',
        eventBus: 'bus',
        mediaBucket: media.name,
        payloadBucket: payloads.name,
        mediaQueueUrl: queueUrls.queue,
        mediaDeadLetterQueueUrl: queueUrls.deadLetters,
        metricNamespace: 'Tributary/simulated',
        publisherFunction: 'publisher',
      },
      callbacks: new Map(
        ids.map((id) => [
          id,
          { api: `https://callbacks.example/${id}`, functionUrl: undefined, secretArn: id },
        ]),
      ),
      functionSettings: async () =>
        new Map(
          [...providers].map(([id, provider]) => [
            id,
            {
              channels: {},
              signaturePolicy: undefined,
              retentionDays,
              generic: isGeneric(provider) ? { id } : undefined,
            },
          ]),
        ),
    };
  }
}
