import { createTurns } from '../../../shared/turns.ts';
import { createMirroredPictures } from '../aws/s3-test-picture.ts';
import type { CommandContext } from '../command.ts';
import { explainError } from '../explain-error.ts';
import type { Stores } from '../gateway/open-stores.ts';
import { isKnownProvider } from '../gateway/read-providers.ts';
import { OperatorError } from '../operator-error.ts';
import { deleteDeployedEvents, openDeployedEvents } from './deployed-events.ts';
import { forgetRun, isOver, noteRun, readEarlierRuns } from './earlier-runs.ts';
import { openEmulatorEvents } from './emulator-events.ts';
import { eraseQueuedMessages, eraseRun } from './erase-run.ts';
import { type EventInbox, openEventInbox } from './event-inbox.ts';
import { openFaults } from './faults/open-faults.ts';
import { repair } from './faults/repair.ts';
import { runFaults } from './faults/run-faults.ts';
import {
  callbacksOf,
  eventIdsOf,
  type ProviderPlan,
  planErasure,
  planProvider,
  type TestSettings,
} from './plan-callbacks.ts';
import { putPicture } from './put-picture.ts';
import { createReport, interruption, type Report, type Result, type Verdict } from './result.ts';
import { noResponse, sendCallback, whyUnsigned } from './send-callback.ts';
import type { Run } from './test-account.ts';
import type { TestCallback, TestPicture } from './test-callbacks.ts';
import { listUnverifiable } from './unverifiable.ts';
import { verifyDeployment } from './verify-deployment.ts';
import { type Tools, verifyProvider } from './verify-provider.ts';

/** What a run is to do. */
export interface RunSettings {
  readonly run: Run;
  /** How long to wait for each event, file and metric. */
  readonly timeoutMs: number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Whether to break the publisher for some minutes. */
  readonly withFaults: boolean;
}

/** The results of a run. */
interface RunReports {
  readonly report: Report;
  /** What is also done after an interruption. */
  readonly erasing: Report;
}

type Ports = Pick<CommandContext, 'now' | 'waitMs' | 'output'>;

/** Most of the time, a provider waits until its events have arrived. */
const providersAtOnce = 8;

/**
 * A new account of AWS runs ten functions at the same time (Lambda's quotas), and its users write meanwhile. A
 * busy emulator needs seconds to start more of them, and a function is ended after ten.
 */
const callbacksAtOnce = 4;

/**
 * Verifies a gateway, and erases what it has sent, also when it is interrupted.
 *
 * @returns every result, in the order in which they were found
 */
export async function runVerify(
  stores: Stores,
  settings: RunSettings,
  ports: Ports,
): Promise<readonly Result[]> {
  const { gateway, table } = stores;
  const { run, signal } = settings;
  const report = createReport(ports.output.progress, signal);
  const erasing = createReport(ports.output.progress, new AbortController().signal);
  await eraseEarlierRuns(stores, settings, ports, erasing);
  await noteRun(table, run);
  const plans: ProviderPlan[] = [];
  try {
    const picture = await preparePicture(stores, run, report);
    const { withFaults } = settings;
    plans.push(...(await planProviders(stores, run, { picture, withFaults }, report)));
    await followEvents(plans, stores, settings, report, async (inbox) => {
      const { clients, resources } = gateway;
      const media = createMirroredPictures(clients.s3, resources.mediaBucket);
      const inTurn = createTurns(callbacksAtOnce);
      const send: Tools['send'] = (sender, url, callback) =>
        inTurn(() => sendCallback(sender, url, callback, ports.now(), signal));
      const tools = { ...settings, ...stores, report, inbox, media, send, now: ports.now };
      await verifyProviders(plans, tools);
      await verifyDeployment(gateway, { ...settings, ...ports, report });
      if (withFaults)
        await breakGateway(plans, stores, settings, ports, { report, erasing, inbox });
      await listUnverifiable(report, withFaults);
    });
  } catch (error) {
    // What was found out before is printed. An error in this program needs its stack trace instead.
    if (explainError(error) === undefined && !signal.aborted) throw error;
    await report.check('this run', 'completed', () => Promise.reject(error));
  } finally {
    await eraseThisRun(plans, stores, run, { report, erasing });
  }
  return [...report.results, ...erasing.results];
}

/** Several at a time. After an interruption nothing is sent, and what is under way comes to its end. */
async function verifyProviders(plans: readonly ProviderPlan[], tools: Tools): Promise<void> {
  const { signal } = tools;
  const remaining = plans.values();
  await Promise.all(
    Array.from({ length: providersAtOnce }, async () => {
      for (const plan of remaining) if (!signal.aborted) await verifyProvider(plan, tools);
    }),
  );
  signal.throwIfAborted();
}

/** Without a picture, everything else can still be checked. */
async function preparePicture(
  { gateway }: Stores,
  run: Run,
  report: Report,
): Promise<TestPicture | undefined> {
  let picture: TestPicture | undefined;
  await report.check('media bucket', 'test picture', async () => {
    picture = await putPicture(gateway, run);
    return { state: 'ok', text: `can be downloaded from ${new URL(picture.url).host}` };
  });
  return picture;
}

/** A provider whose secret cannot be read hides no other provider. */
async function planProviders(
  { gateway }: Stores,
  run: Run,
  settings: TestSettings,
  report: Report,
): Promise<readonly ProviderPlan[]> {
  const plans: ProviderPlan[] = [];
  for (const id of gateway.callbacks.keys()) {
    await report.check(id, 'secret', async () => {
      if (!(await isKnownProvider(gateway, id))) {
        return {
          state: 'not checked',
          text: 'this CLI has no adapter of the provider, so it can send nothing in its name',
          remedy: 'docs/verify.md#what-it-cannot-check',
        };
      }
      const plan = await planProvider(gateway, id, run, settings);
      plans.push(plan);
      const names = plan.endpoints.map(({ name }) => name).join(', ');
      return { state: 'ok', text: `is in order; its endpoints are ${names}` };
    });
  }
  return plans;
}

/** Passes the events of a run to some work, and ends the subscription after it. */
async function followEvents(
  plans: readonly ProviderPlan[],
  { gateway }: Stores,
  { run, timeoutMs, signal }: RunSettings,
  report: Report,
  work: (inbox: EventInbox) => Promise<void>,
): Promise<void> {
  const ids = plans.flatMap(eventIdsOf);
  const source =
    gateway.localOrigin === undefined
      ? await openDeployedEvents(gateway, run, ids)
      : await openEmulatorEvents(gateway.localOrigin);
  const inbox = openEventInbox(source);
  const interrupt = () => void inbox.close().catch(() => undefined);
  signal.addEventListener('abort', interrupt);
  try {
    const { state } = await report.check('bus', 'temporary rules', async () => {
      if (source.prove === undefined) {
        return { state: 'not checked', text: 'the emulator has a log of its events instead' };
      }
      await source.prove(inbox, timeoutMs);
      return { state: 'ok', text: 'an event that is put on the bus arrives' };
    });
    // Without its rules, every event would seem to be lost.
    if (state !== 'failed') await work(inbox);
  } finally {
    signal.removeEventListener('abort', interrupt);
    await inbox.close();
  }
}

/** What an interrupted run has left is repaired and erased before anything else is sent. */
async function eraseEarlierRuns(
  stores: Stores,
  { timeoutMs }: RunSettings,
  ports: Ports,
  report: Report,
): Promise<void> {
  for (const run of await readEarlierRuns(stores.table)) {
    const { state } = await report.check(`run ${run.id}`, 'erased', async () => {
      const sent = await planErasure(stores.gateway, run);
      const { records, objects, left } = await eraseRun(run, sent, stores);
      await eraseQueuedMessages(run, stores);
      await repair({ ...ports, ...openFaults(stores, ports), report, timeoutMs });
      if (stores.gateway.localOrigin === undefined) await deleteDeployedEvents(stores.gateway, run);
      if (isOver(run, ports.now())) {
        if (left.length > 0) return describeLeft(left);
        await forgetRun(stores.table, run);
      }
      const at = run.startedAt.toISOString();
      return {
        state: 'ok',
        text: `${records} records and ${objects} objects were left of a run of ${at}`,
      };
    });
    if (state === 'failed') throw new OperatorError('an earlier run could not be erased');
  }
}

/** Breaks the publisher, with messages of the first provider that this program can send for. */
async function breakGateway(
  plans: readonly ProviderPlan[],
  stores: Stores,
  { timeoutMs, signal }: RunSettings,
  ports: Ports,
  { report, erasing, inbox }: RunReports & { readonly inbox: EventInbox },
): Promise<void> {
  const { now, waitMs } = ports;
  const found = plans
    .flatMap((plan) => plan.endpoints.map((endpoint) => ({ plan, ...endpoint })))
    .find(
      ({ plan, url, message }) => message && whyUnsigned(plan, url, message, now()) === undefined,
    );
  if (found === undefined) {
    await report.check('faults', 'all', async () => ({
      state: 'not checked',
      text: 'no provider has a message that can be sent',
    }));
    return;
  }
  const { plan, url } = found;
  const send = async (message: TestCallback): Promise<void> => {
    const { status } = await sendCallback(plan, url, message, now(), signal);
    if (status === plan.adapter.manifest.success.status) return;
    throw new OperatorError(`the response is ${status}: a fault of the bus must not show there`);
  };
  const faults = { ...openFaults(stores, ports), report, inbox, send, timeoutMs, signal };
  await runFaults(plan.whileBroken, { ...faults, now, waitMs }, erasing);
}

/** The checks that wait for something to arrive. */
const arrivals: ReadonlySet<string> = new Set([
  'event',
  'file',
  'quarantine event',
  'bus denied',
  'bus allowed',
  'old records',
  'redrive',
]);

/** Of what has not arrived, something may arrive later: then the note of the run stays, for the next run. */
async function eraseThisRun(
  plans: readonly ProviderPlan[],
  stores: Stores,
  run: Run,
  { report, erasing }: RunReports,
): Promise<void> {
  const isArriving = report.results.some(
    ({ check, state, text }) =>
      text.startsWith(noResponse) ||
      (arrivals.has(check) && (state === 'failed' || text === interruption)),
  );
  await erasing.check('this run', 'erased', async () => {
    const erase = () => eraseRun(run, plans.flatMap(callbacksOf), stores);
    const { records, objects, left: found } = await erase();
    // An attempt that timed out, and was repeated, may still have stored something meanwhile.
    const left = found.length === 0 ? found : (await erase()).left;
    const erased = `${records} records and ${objects} objects`;
    if (!isArriving) {
      if (left.length > 0) return describeLeft(left);
      await forgetRun(stores.table, run);
      return { state: 'ok', text: erased };
    }
    return {
      state: 'ok',
      text: `${erased}; a later run erases what the gateway still stores of this one`,
      remedy: 'tributary verify --yes',
    };
  });
}

/** What is still there although its deletion has succeeded. */
function describeLeft(left: readonly string[]): Verdict {
  const [first, ...others] = left;
  const further = others.length > 0 ? `, and ${others.length} more` : '';
  return {
    state: 'failed',
    text: `after the erasure there is still ${first}${further}`,
    remedy: 'tributary verify --yes',
  };
}
