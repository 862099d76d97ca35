import { describe, expect, it } from 'vitest';
import { receiveCallback } from '../../../functions/callback/receive-callback.ts';
import { createUnsignedCallbacks } from '../../../functions/callback/signature-policy.ts';
import type { ProviderAdapter } from '../../../shared/provider/provider-adapter.ts';
import type { SignatureScheme } from '../../../shared/provider/signature-scheme.ts';
import { createVerify } from '../../../shared/provider/verify-callback.ts';
import type { SignaturePolicy } from '../../../shared/runtime/environment.ts';
import { toSigned } from '../../support/genuine-callback.ts';
import { lineProvider, validToken } from '../../support/line-provider.ts';
import { createMemorySecretSource } from '../../support/memory-secret-source.ts';
import { createPorts, toRequest } from './callback-ports.ts';

const signature: SignatureScheme = {
  algorithm: 'hmac-sha256',
  encoding: 'hex',
  headers: [{ name: 'x-signature', patterns: ['{signature}'] }],
  signed: ['body'],
};

const signing: ProviderAdapter = {
  ...lineProvider,
  manifest: { ...lineProvider.manifest, signature },
  verify: createVerify(signature),
};

/** A function whose secret has no signing key, and time to pass so that it may read the secret again. */
function start(policy: SignaturePolicy | undefined) {
  let nowMs = 0;
  const clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs };
  const secrets = createMemorySecretSource({ token: validToken }, clock);
  const created = createPorts({ secrets });
  const unsigned = createUnsignedCallbacks(policy, 'lines', created.ports.log);
  const ports = { ...created.ports, unsigned };
  return {
    ...created,
    secrets,
    receive: (request = toRequest()) => receiveCallback(request, signing, ports),
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('callbacks of a provider that signs, without a signing key in the secret', () => {
  it('are accepted, with one warning, until the owner has decided', async () => {
    const { receive, stored, lines } = start(undefined);
    expect((await receive()).status).toBe(200);
    expect((await receive(toRequest({ text: '{"lines":["Bye"]}' }))).status).toBe(200);
    expect(stored).toHaveLength(2);
    const warnings = lines.filter((line) => line.includes('signatures not checked'));
    expect(warnings.map((line) => JSON.parse(line))).toEqual([
      {
        message: 'signatures not checked',
        provider: 'lines',
        advice: expect.stringMatching(
          /tributary secrets set lines signing-key, or set the option signature of lines in the app's providers/,
        ),
      },
    ]);
  });

  it('are accepted without a warning when signatures are optional', async () => {
    const { receive, lines } = start('optional');
    expect((await receive()).status).toBe(200);
    expect(lines.join()).not.toContain('signatures not checked');
  });

  it('get a 503 when signatures are required, and the log says what to do', async () => {
    const { receive, stored, lines } = start('required');
    expect((await receive()).status).toBe(503);
    expect(stored).toEqual([]);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        message: 'callback not stored',
        provider: 'lines',
        code: 'misconfigured',
        error: 'TributaryError',
        advice: expect.stringContaining('tributary secrets set lines signing-key'),
      },
    ]);
  });

  it('get a 401 with a wrong token also when signatures are required', async () => {
    const { receive } = start('required');
    expect((await receive(toRequest({ token: 'wrong' }))).status).toBe(401);
  });

  it('are checked with a key 10 seconds after it was added, when signatures are required', async () => {
    const { receive, pass, secrets, stored } = start('required');
    await receive();
    secrets.secret = { token: validToken, signingKeys: ['the-signing-key'] };
    pass(10_000);
    expect((await receive()).status).toBe(401);
    expect((await receive(toSigned(signing, toRequest()))).status).toBe(200);
    expect(stored).toHaveLength(1);
  });
});

it('a provider that does not sign is not required to', async () => {
  const { ports, lines } = createPorts();
  const unsigned = createUnsignedCallbacks('required', 'lines', ports.log);
  const { status } = await receiveCallback(toRequest(), lineProvider, { ...ports, unsigned });
  expect(status).toBe(200);
  expect(lines.join()).not.toContain('signatures');
});

it('a truncated callback of a provider that signs its bodies is refused and counted, and not stored', async () => {
  const { receive, secrets, stored, payload, lines } = start('required');
  secrets.secret = { token: validToken, signingKeys: ['the-signing-key'] };
  const genuine = toSigned(signing, toRequest());
  if (genuine === undefined) throw new Error('the callback was not signed');
  const { body } = genuine;
  const headers = { ...genuine.headers, 'content-length': `${body.byteLength}` };
  const cut = { ...genuine, headers, body: body.subarray(0, -3) };
  expect((await receive(cut)).status).toBe(401);
  expect([stored, [...payload]]).toEqual([[], []]);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { message: 'callback refused', provider: 'lines', problem: 'unauthorized' },
  ]);
  expect((await receive({ ...cut, body })).status).toBe(200);
});
