import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type {
  EventsPage,
  FileRow,
  HealthFinding,
  ProviderInfo,
  QuarantinedBody,
  QuarantineGroup,
  ReplayCounts,
  RetryCounts,
} from '../../../tools/console/api.ts';
import { routes } from '../../../tools/console/routes.ts';
import { createClients } from '../../../tools/emulator-client/aws-clients.ts';
import { eventually } from '../../support/eventually.ts';
import { quarantineAsBefore } from '../operations/quarantine-as-before.ts';
import { textMessage } from '../operations/text-message.ts';
import {
  allEvents,
  ask,
  emulator,
  get,
  origin,
  post,
  runCli,
  useConsole,
} from './console-gateway.ts';

useConsole();

describe('a file', () => {
  it('is streamed with its type, in full or in part', async () => {
    await allEvents();
    const files = await ask<readonly FileRow[]>(routes.files);
    const picture = files.find(({ stored }) => stored?.contentType === 'image/jpeg');
    const key = picture?.stored?.key ?? '';
    const whole = await get(routes.media, { key });
    expect(whole.headers.get('content-type')).toBe('image/jpeg');
    const bytes = await whole.arrayBuffer();
    const part = await fetch(`${origin}${routes.media}?${new URLSearchParams({ key })}`, {
      headers: { range: 'bytes=2-5' },
    });
    expect(part.status).toBe(206);
    expect(await part.arrayBuffer()).toEqual(bytes.slice(2, 6));
  });

  it.each(['image/svg+xml', 'text/html', 'application/xhtml+xml', 'application/pdf', 'text/plain'])(
    'of the type %s is a download that cannot run',
    async (type) => {
      const { s3 } = createClients(emulator.awsEndpoint, 'test');
      const key = `test/${type}`;
      await s3.send(
        new PutObjectCommand({
          Bucket: String(emulator.outputs.MediaBucketName),
          Key: key,
          Body: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
          ContentType: type,
        }),
      );
      const { headers } = await get(routes.media, { key });
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it('that the bucket does not have is 404', async () => {
    expect((await get(routes.media, { key: 'nothing' })).status).toBe(404);
  });
});

describe('what writes', () => {
  it('replays an item that this version recognizes, after it has said so', async () => {
    const gateway = {
      aws: createClients(emulator.awsEndpoint, 'test'),
      output: (name: string) => String(emulator.outputs[name]),
    };
    const pk = await quarantineAsBefore(gateway, textMessage('wamid.REPLAYED1'));
    const findMessage = async () =>
      (await ask<EventsPage>(routes.events)).events.find(
        ({ event: { detail } }) =>
          'message' in detail.data && detail.data.message.id === 'wamid.REPLAYED1',
      );
    expect(await post<ReplayCounts>(routes.replay, { pk })).toMatchObject({
      dryRun: true,
      stored: 1,
    });
    expect(await findMessage()).toBeUndefined();
    const done = await post<ReplayCounts>(routes.replay, { pk, confirmed: 'yes' });
    expect(done).toMatchObject({ dryRun: false, stored: 1 });
    await eventually(async () => expect(await findMessage()).toBeDefined());
  });

  it('fetches a file that failed again, after it has said so', async () => {
    await post(routes.send, { fixture: 'itnio/up-message-event.image.with-placeholders' });
    const failed = await eventually(async () => {
      const files = await ask<readonly FileRow[]>(routes.files, { state: 'failed' });
      const found = files.find(({ state }) => state === 'failed');
      if (found === undefined) throw new Error('no file has failed yet');
      return found;
    });
    const { provider, message, index } = failed;
    const query = { provider, message, file: String(index) };
    expect(await post<RetryCounts>(routes.retry, query)).toMatchObject({ dryRun: true, files: 1 });
    const done = await post<RetryCounts>(routes.retry, { ...query, confirmed: 'yes' });
    expect(done).toMatchObject({ dryRun: false, files: 1 });
  });

  it.each([routes.replay, routes.retry, routes.send])(
    'refuses %s of another page',
    async (route) => {
      const path = `${origin}${route}?confirmed=yes`;
      expect((await fetch(path, { method: 'POST' })).status).toBe(403);
      const headers = { origin: 'https://evil.example' };
      expect((await fetch(path, { method: 'POST', headers })).status).toBe(403);
      expect((await fetch(path)).status).toBe(404);
    },
  );
});

describe('the other views', () => {
  it('list what `quarantine list` lists, and show the item', async () => {
    const sent = await fetch(`${origin}${routes.send}?fixture=itnio/invalid.text-without-body`, {
      method: 'POST',
      headers: { origin },
    });
    expect(sent.status).toBe(200);
    const from = new Date().toISOString().slice(0, 10);
    const groups = await eventually(async () => {
      const found = await ask<readonly QuarantineGroup[]>(routes.quarantine, { from });
      expect(found.length).toBeGreaterThan(0);
      return found;
    });
    // The rows of the command, whose reason is one text.
    const items = groups.flatMap(({ provider, providerEvent, reason, path, problem, items: of }) =>
      of.map(({ receivedAt, pk }) => ({
        receivedAt,
        provider,
        providerEvent,
        pk,
        reason: [reason, path, problem].filter(Boolean).join(' '),
      })),
    );
    const byPk = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
    const listed = await runCli('quarantine', 'list', '--from', from);
    expect(byPk(items)).toEqual(byPk(listed as readonly object[]));
    expect(groups.map(({ count }) => count).reduce((sum, count) => sum + count)).toBe(items.length);
    const shown = await ask<QuarantinedBody>(routes.quarantined, { pk: items[0]?.pk ?? '' });
    expect(shown).toMatchObject({
      provider: 'itnio',
      reason: 'invalid_shape',
      path: '$.message.text.body',
    });
    expect(JSON.parse(shown.body ?? '')).not.toHaveProperty('message.text.body');
    // The fixture of the same provider event has what is missing.
    expect(shown.fixture?.name).toMatch(/^itnio\/up-message-event\.text/);
  });

  it('have the URLs and the proofs of each provider', async () => {
    const providers = await ask<readonly ProviderInfo[]>(routes.providers);
    const urls = await emulator.urls();
    expect(providers.map(({ id }) => id).toSorted()).toEqual(Object.keys(urls).sort());
    const meta = providers.find(({ id }) => id === 'meta');
    expect(meta?.urls).toEqual({ api: urls.meta?.api, functionUrl: urls.meta?.functionUrl });
    expect(meta?.proofs).toContainEqual({ name: 'signature', isSetUp: false });
    expect(meta?.fixtures).toContain('meta/messages.text');
  });

  it('have what doctor finds', async () => {
    const findings = await ask<readonly HealthFinding[]>(routes.health);
    const secret = findings.find(({ check }) => check === 'secret of meta');
    expect(secret?.remedy).toMatch(/^npm run -s tributary -- secrets set meta .*--port \d+/);
    const printed = (await runCli('doctor')) as readonly { readonly check: string }[];
    expect(findings.map(({ check }) => check)).toEqual(printed.map(({ check }) => check));
  });
});
