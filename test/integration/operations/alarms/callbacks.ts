import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { expect } from 'vitest';
import { z } from 'zod';
import { readCallbackFixture } from '../../../../tools/emulator-client/callback-fixtures.ts';
import { eventually } from '../../../support/eventually.ts';
import type { AlarmedGateway } from '../alarmed-gateway.ts';
import { quarantineAsBefore } from '../quarantine-as-before.ts';
import { textMessage } from '../text-message.ts';
import { findingOf, type Scenarios, type Stage } from './scenario.ts';

const callbackUrls = z.object({ incs: z.object({ api: z.string() }) });

const today = new Date().toISOString().slice(0, 10);

/** Lambda's metrics for invocations that succeed. */
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

/** Delays the table by more than 3 seconds, after which the gateway still stores the callback. */
export async function postSlowly({ gateway, table }: AlarmedGateway) {
  // The function ends an attempt after 1.5 s and makes three.
  const fault = table.break({ caller: 'Innopaas', operation: 'PutItem', times: 2 }, 'hangs');
  const startedAt = performance.now();
  const status = await gateway.send(slowFixture);
  const tookMs = performance.now() - startedAt;
  fault.repair();
  return { status, tookMs };
}

export const callbackScenarios: Scenarios = {
  /** The secret is invalid. This scenario comes first, while no function has fetched the secret. */
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
    const failing = await follow('doctor');
    expect(findingOf(failing, 'secret of itnio')?.state).toBe('failed');
    expect(findingOf(failing, 'api of incs')?.state).toBe('ok');
    const urls = await gateway.tributary('urls');
    expect(urls).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^itnio: .*has a mistake.*`secrets check`/),
    });
    expect(urls.results).toEqual([await gateway.urls()]);
    expect(urls.results[0]).toHaveProperty('incs');

    await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString }));
    expect(await callBack()).toBe(200);
    const repaired = await follow('doctor');
    expect(findingOf(repaired, 'secret of itnio')?.state).toBe('ok');
    expect(findingOf(repaired, 'api of itnio')?.state).toBe('ok');
  },

  /** The table denies the function's writes. `doctor` finds no problem between the API and the function. */
  'api-failing': async ({ gateway, breakTable, cloudWatch, follow }) => {
    const fault = breakTable({ caller: 'Incs', operation: 'PutItem' }, 'AccessDeniedException');
    expect(await gateway.post('incs', textMessage('wamid.api-failing'))).toBe(503);
    expect(cloudWatch.isRaised('api-failing', { Count: 1, '5xx': 1 })).toBe(true);
    fault.repair();
    const { results } = await follow('doctor');
    const endpoints = results.filter(({ check }) => String(check).endsWith('of incs'));
    expect(endpoints.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
    expect(await gateway.post('incs', textMessage('wamid.api-failing'))).toBe(200);
    expect(cloudWatch.isRaised('api-failing', { Count: 1, '5xx': 0 })).toBe(false);
  },

  /** The provider's console has an old URL. */
  'callbacks-refused': async (stage) => {
    const { gateway, cloudWatch, follow } = stage;
    const old = (await gateway.urls()).incs?.api?.replace(/[^/]+$/, 'an-expired-token');
    for (let call = 0; call < 20; call += 1) {
      expect(await gateway.post('incs', textMessage('wamid.refused'), old)).toBe(401);
    }
    await expectRaised(stage, 'incs-callbacks-refused', true);
    await expectRaised(stage, 'incs-callbacks-refused-over-hours', true);
    const { results } = await follow('urls');
    cloudWatch.startPeriod();
    const { incs } = callbackUrls.parse(results[0]);
    expect(await gateway.post('incs', textMessage('wamid.refused'), incs.api)).toBe(200);
    await expectRaised(stage, 'incs-callbacks-refused', false);
  },

  /** An unknown provider event, and one that only an earlier version did not recognize. */
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

  /** One body among good ones is not JSON. The repair would be a codec, or a setting in the provider's console. */
  'callbacks-undecodable': async (stage) => {
    const { gateway, cloudWatch, follow } = stage;
    for (const id of ['wamid.good-1', 'wamid.good-2']) {
      expect(await gateway.post('incs', textMessage(id))).toBe(200);
    }
    await eventually(() => expect(cloudWatch.ofProvider('Accepted', 'incs')).toBe(2));
    await expectRaised(stage, 'incs-callbacks-undecodable', false);
    expect(await gateway.post('incs', '<callback/>')).toBe(200);
    await expectRaised(stage, 'incs-callbacks-undecodable', true);
    await expectRaised(stage, 'incs-callbacks-quarantined', false);

    const dated = { '2026-11-21': today };
    const { results } = await follow('quarantine list', dated);
    const undecodable = results.find(({ reason }) => /^malformed_body /.test(String(reason)));
    const shown = await follow('quarantine show', { '<pk>': String(undecodable?.pk) });
    expect(JSON.stringify(shown.results)).toContain('<callback/>');
    const finding = findingOf(await gateway.tributary('doctor'), 'quarantine');
    expect(finding?.text).toMatch(/, of which 1 are bodies that could not be decoded$/);
    const replayed = await follow('quarantine replay', dated);
    expect(JSON.stringify(replayed.results)).toContain('unrecognized');

    cloudWatch.startPeriod();
    expect(await gateway.post('incs', textMessage('wamid.good-3'))).toBe(200);
    await eventually(() => expect(cloudWatch.ofProvider('Accepted', 'incs')).toBe(1));
    await expectRaised(stage, 'incs-callbacks-undecodable', false);

    // Authentic, and larger than what is stored of any body.
    expect(await gateway.post('incs', ' '.repeat(4.1 * 1024 * 1024))).toBe(413);
    await expectRaised(stage, 'incs-callbacks-undecodable', true);
  },

  /** One provider event arrives again with other content. The repair would be a change of the adapter. */
  'callbacks-conflicting': async (stage) => {
    const { gateway, cloudWatch, follow } = stage;
    const first = textMessage('wamid.conflicting');
    await gateway.post('incs', first);
    await expectRaised(stage, 'incs-callbacks-conflicting', false);
    for (const text of ['Goodbye', 'Farewell', 'Good night']) {
      expect(await gateway.post('incs', first.replace('Hello', text))).toBe(200);
    }
    await expectRaised(stage, 'incs-callbacks-conflicting', true);
    const { id } = cloudWatch.findLine({ message: 'callback', conflict: 1 }) ?? {};
    const { results } = await follow('query event', { '<id>': String(id) });
    const records = JSON.stringify(results[0]?.records);
    expect(records).toContain('conflict#');
    expect(records).toContain('Hello');
    expect(records).toContain('Goodbye');
  },

  /** No callback arrives, then one does. The alarm is off here; a unit test covers its expression. */
  'provider-silent': async ({ gateway, cloudWatch, follow }) => {
    const { results } = await follow('doctor');
    const endpoints = results.filter(({ check }) => String(check).endsWith('of incs'));
    expect(endpoints.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
    expect(cloudWatch.ofProvider('Accepted', 'incs')).toBeUndefined();
    await gateway.post('incs', textMessage('wamid.after-silence'));
    await eventually(() => expect(cloudWatch.ofProvider('Accepted', 'incs')).toBe(1));
  },
};
