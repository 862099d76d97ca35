import { providers } from '../../functions/providers.ts';
import type { CallbackUrls } from '../../local/http/callback-urls.ts';
import type { ProviderSecret } from '../../shared/providers/provider-secret.ts';
import { defineCommand } from '../command.ts';
import { checkDoor, checkSecret, type ProbedDoor } from '../doctor/check-callbacks.ts';
import {
  checkMediaDeadLetters,
  checkMediaQueue,
  checkQuarantine,
  checkStream,
  checkSubscription,
  checkUndelivered,
} from '../doctor/check-outbox.ts';
import { examinePublisher } from '../doctor/examine-publisher.ts';
import type { Finding } from '../doctor/finding.ts';
import { readSubscriptions } from '../gateway/eventbridge-bus-settings.ts';
import { openStores, type Stores } from '../gateway/open-stores.ts';
import { readProviderSecret } from '../gateway/secrets-manager-secret.ts';
import { createSqsQueue } from '../gateway/sqs-queue.ts';
import { listUndelivered } from '../redrive/undelivered-events.ts';
import { readListedFacts } from '../replay/listed-facts.ts';

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'say what is wrong now, and which command mends it',
  details: `Asks every front door with a request that holds nothing and is not stored, and looks at secrets,
stream, publisher, dead letters, quarantine, alarms, and the rules on the bus.`,
  writes: false,
  options: {},
  async run(_values, _names, context) {
    const stores = await openStores(context);
    const groups = await Promise.all([
      examineCallbacks(stores),
      examineOutbox(stores, context.now()),
      examineSubscriptions(stores),
      examinePublisher(stores.gateway, context.now()),
    ]);
    const findings = groups.flat();
    for (const finding of findings) context.output.print(finding, describe(finding));
    return findings.some(({ state }) => state === 'failed') ? 1 : 0;
  },
});

function describe({ check, state, text, remedy }: Finding): string {
  return `${state.padEnd(7)}  ${check}: ${text}${remedy === undefined ? '' : `\n         → ${remedy}`}`;
}

async function examineCallbacks({ gateway }: Stores): Promise<readonly Finding[]> {
  const secrets = await Promise.all(
    [...gateway.callbacks].map(async ([provider, { secretArn }]) => {
      const { secretsManager } = gateway.clients;
      const secret = await readProviderSecret(secretsManager, secretArn).catch(() => undefined);
      return [provider, secret] as const;
    }),
  );
  const found = secrets.map(([provider, secret]) => checkSecret(provider, secret));
  if (secrets.some(([, secret]) => secret === undefined)) return found;
  const urls = await gateway.urls();
  const doors = secrets.flatMap(([provider, secret]) =>
    probeDoors(provider, secret, urls[provider]),
  );
  return [...found, ...(await Promise.all(doors))];
}

function probeDoors(
  provider: string,
  secret: ProviderSecret | undefined,
  urls: CallbackUrls | undefined,
): readonly Promise<Finding>[] {
  const proves = providers.find(({ id }) => id === provider)?.proves ?? [];
  const isSigned = proves.includes('signature') && (secret?.signingKeys?.length ?? 0) > 0;
  return (['api', 'functionUrl'] as const).flatMap((door) => {
    const url = urls?.[door];
    if (url === undefined) return [];
    const probe = async () =>
      checkDoor({ provider, door, isSigned, ...(await ask(url, urls?.headers ?? {})) });
    return [probe()];
  });
}

async function ask(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<Pick<ProbedDoor, 'status' | 'tookMs'>> {
  const startedAt = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/plain' },
    body: 'doctor',
    signal: AbortSignal.timeout(15_000),
  }).catch(() => undefined);
  return { status: response?.status, tookMs: performance.now() - startedAt };
}

async function examineOutbox(
  { gateway, table, vault }: Stores,
  now: Date,
): Promise<readonly Finding[]> {
  const from = new Date(now.getTime() - 24 * 60 * 60 * 1000).toISOString();
  const { clients, resources } = gateway;
  const [isStreamOn, undelivered, media, deadLetters, listed] = await Promise.all([
    table.isStreamOn(),
    listUndelivered(vault),
    createSqsQueue(clients.sqs, resources.mediaQueueUrl).state(),
    createSqsQueue(clients.sqs, resources.mediaDeadLetterQueueUrl).state(),
    readListedFacts(table, { range: { from, to: now.toISOString() } }),
  ]);
  return [
    checkStream(isStreamOn),
    checkUndelivered(undelivered.length),
    checkMediaQueue(media),
    checkMediaDeadLetters(deadLetters.waiting),
    checkQuarantine(listed.length, from),
  ];
}

async function examineSubscriptions({ gateway }: Stores): Promise<readonly Finding[]> {
  const { clients, resources } = gateway;
  const subscriptions = await readSubscriptions(clients.eventBridge, resources.eventBus);
  return subscriptions.map(checkSubscription);
}
