import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { expect } from 'vitest';
import { z } from 'zod';
import { readCallbackFixture } from '../../../../tools/emulator-client/callback-fixtures.ts';
import type { AlarmedGateway } from '../alarmed-gateway.ts';
import { quarantineAsBefore } from '../quarantine-as-before.ts';
import { textMessage } from '../text-message.ts';
import { eventually, findingOf, type Scenarios, type Stage } from './scenario.ts';

const callbackUrls = z.object({ incs: z.object({ api: z.string() }) });

const today = new Date().toISOString().slice(0, 10);

/** What Lambda measures of functions that respond. */
const successes = (calls: number) => ({ Invocations: calls, Errors: 0 });

/** Waits for the function's log lines, which arrive after its response. */
async function expectRaised(
  { cloudWatch }: Stage,
  alarm: string,
  raised: boolean,
  measured: Readonly<Record<string, number>> = {},
): Promise<void> {
  await eventually(() => expect(cloudWatch.isRaised(alarm, measured), alarm).toBe(raised));
}

/** A callback of a provider that no other scenario uses. */
export const slowFixture = 'innopaas/chat_mo_message_notify.text';

/** Makes the gateway wait for the table for more than 3 seconds, and still take the callback. */
export async function postSlowly({ gateway, table }: AlarmedGateway) {
  // The function ends an attempt after 1.5 s and makes three.
  const fault = table.break({ caller: 'Innopaas', operation: 'PutItem', times: 2 }, 'hangs');
  const startedAt = performance.now();
  const status = await gateway.send(slowFixture);
  const tookMs = performance.now() - startedAt;
  fault.mend();
  return { status, tookMs };
}

export const callbackScenarios: Scenarios = {
  /** The secret cannot be read. First of all, while no function has fetched it. */
  'callbacks-failing': async (stage) => {
    const { gateway, cloudWatch, follow } = stage;
    const { secretsManager } = gateway.aws;
    const SecretId = gateway.output('ItnioSecretArn');
    const { api = '', headers } = (await gateway.urls()).itnio ?? {};
    const { body } = await readCallbackFixture('itnio/message-status-event.delivered');
    const callBack = async () => {
      const type = { 'content-type': 'application/json' };
      return (await fetch(api, { method: 'POST', headers: { ...headers, ...type }, body })).status;
    };
    const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId }));
    await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString: '{}' }));

    expect(await callBack()).toBe(503);
    await expectRaised(stage, 'itnio-callbacks-failing', true, successes(1));
    await expectRaised(stage, 'itnio-callbacks-failing-over-hours', false, successes(1));
    for (const status of [await callBack(), await callBack()]) expect(status).toBe(503);
    await expectRaised(stage, 'itnio-callbacks-failing-over-hours', true, successes(3));
    expect(cloudWatch.hasLine({ code: 'secret_unavailable', provider: 'itnio' })).toBe(true);
    const ill = await follow('doctor');
    expect(findingOf(ill, 'secret of itnio')?.state).toBe('failed');
    expect(findingOf(ill, 'api of incs')?.state).toBe('ok');
    const urls = await gateway.tributary('urls');
    expect(urls).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^itnio: .*docs\/secrets/),
    });
    expect(urls.results).toEqual([await gateway.urls()]);
    expect(urls.results[0]).toHaveProperty('incs');

    await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString }));
    expect(await callBack()).toBe(200);
    const well = await follow('doctor');
    expect(findingOf(well, 'secret of itnio')?.state).toBe('ok');
    expect(findingOf(well, 'api of itnio')?.state).toBe('ok');
  },

  /** The table denies the function's writes: `doctor` finds nothing wrong between API and function. */
  'api-failing': async ({ gateway, breakTable, cloudWatch, follow }) => {
    const fault = breakTable({ caller: 'Incs', operation: 'PutItem' }, 'AccessDeniedException');
    expect(await gateway.post('incs', textMessage('wamid.api-failing'))).toBe(503);
    expect(cloudWatch.isRaised('api-failing', { Count: 1, '5xx': 1 })).toBe(true);
    fault.mend();
    const { results } = await follow('doctor');
    const endpoints = results.filter(({ check }) => String(check).endsWith('of incs'));
    expect(endpoints.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
    expect(await gateway.post('incs', textMessage('wamid.api-failing'))).toBe(200);
    expect(cloudWatch.isRaised('api-failing', { Count: 1, '5xx': 0 })).toBe(false);
  },

  /** The provider's console has an old URL. */
  'callbacks-refused': async (stage) => {
    const { gateway, cloudWatch, follow } = stage;
    const old = (await gateway.urls()).incs?.api?.replace(/[^/]+$/, 'the-token-before-the-last');
    for (let call = 0; call < 20; call += 1) {
      expect(await gateway.post('incs', textMessage('wamid.refused'), old)).toBe(401);
    }
    await expectRaised(stage, 'incs-callbacks-refused', true);
    const { results } = await follow('urls');
    cloudWatch.startPeriod();
    const { incs } = callbackUrls.parse(results[0]);
    expect(await gateway.post('incs', textMessage('wamid.refused'), incs.api)).toBe(200);
    await expectRaised(stage, 'incs-callbacks-refused', false);
  },

  /** A provider event that is unknown, and one that only an earlier version did not know. */
  'callbacks-quarantined': async (stage) => {
    const { gateway, follow } = stage;
    for (let call = 0; call < 3; call += 1) {
      await gateway.post('incs', JSON.stringify({ event: 'from_tomorrow', call }));
    }
    await expectRaised(stage, 'incs-callbacks-quarantined', true);
    await expectRaised(stage, 'incs-callbacks-quarantined-over-a-day', false);
    for (let call = 3; call < 10; call += 1) {
      await gateway.post('incs', JSON.stringify({ event: 'from_tomorrow', call }));
    }
    await expectRaised(stage, 'incs-callbacks-quarantined-over-a-day', true);
    const pk = await quarantineAsBefore(gateway, textMessage('wamid.recognized-today'));
    const dated = { '2026-11-21': today };
    const listed = await follow('quarantine list', dated);
    expect(listed.results.map((item) => item.providerEvent)).toContain('from_tomorrow');
    expect(listed.results.map((item) => item.pk)).toContain(pk);
    const shown = await follow('quarantine show', { '<pk>': pk });
    expect(shown.results).toMatchObject([{ raw: { body: { event: 'new_message' } } }]);

    const replayed = await follow('quarantine replay', dated);
    expect(replayed.results).toMatchObject([{ outcomes: { recognized: 1 } }]);
    await gateway.event((event) => JSON.stringify(event).includes('wamid.recognized-today'));
    const left = await follow('quarantine list', dated);
    expect(left.results.map((item) => item.pk)).not.toContain(pk);
  },

  /** One provider event comes twice with other content. Only the adapter's code could change that. */
  'callbacks-conflicting': async (stage) => {
    const { gateway, cloudWatch, follow } = stage;
    const first = textMessage('wamid.conflicting');
    await gateway.post('incs', first);
    await expectRaised(stage, 'incs-callbacks-conflicting', false);
    for (const text of ['Goodbye', 'Farewell', 'Good night']) {
      expect(await gateway.post('incs', first.replace('Hello', text))).toBe(200);
    }
    await expectRaised(stage, 'incs-callbacks-conflicting', true);
    const { pk } = cloudWatch.findLine({ message: 'callback', conflict: 1 }) ?? {};
    const { results } = await follow('query records', { '<pk>': String(pk) });
    const records = JSON.stringify(results[0]?.records);
    expect(records).toContain('conflict#');
    expect(records).toContain('Hello');
    expect(records).toContain('Goodbye');
  },

  /** First no callback, then one. The alarm is off here; its expression has a unit test. */
  'provider-silent': async ({ gateway, cloudWatch, follow }) => {
    const { results } = await follow('doctor');
    const endpoints = results.filter(({ check }) => String(check).endsWith('of incs'));
    expect(endpoints.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
    expect(cloudWatch.ofProvider('Received', 'incs')).toBeUndefined();
    await gateway.post('incs', textMessage('wamid.after-silence'));
    await eventually(() => expect(cloudWatch.ofProvider('Received', 'incs')).toBe(1));
  },
};
