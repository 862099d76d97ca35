import { toCallbackRecords } from '../../../functions/callback/to-event-records.ts';
import { decodeUtf8 } from '../../../shared/json.ts';
import { decodeBody } from '../../../shared/provider/body-codec.ts';
import type { LoggedCallback } from '../../emulator-client/callback-log.ts';
import type { Gateway } from '../../operator/gateway/gateway.ts';
import { readProvider } from '../../operator/gateway/read-providers.ts';
import type { CallbackDetail, CallbackOutcome } from '../api.ts';

/** The body of a callback beside the events that the adapter of this version makes of it. */
export async function describeCallback(
  gateway: Gateway,
  callback: LoggedCallback,
): Promise<Pick<CallbackDetail, 'text' | 'outcome'>> {
  const body = Buffer.from(callback.bodyBase64, 'base64');
  const isWhole = body.length === callback.bodyBytes;
  const canRead = isWhole && body.length > 0 && gateway.callbacks.has(callback.provider);
  return {
    text: decodeUtf8(body),
    outcome: canRead ? await normalize(gateway, callback, body) : undefined,
  };
}

/** Nothing is stored: the adapter is a pure function of the body. */
async function normalize(
  gateway: Gateway,
  { provider, headers, receivedAt }: LoggedCallback,
  body: Buffer,
): Promise<CallbackOutcome> {
  const adapter = await readProvider(gateway, provider);
  const channels = (await gateway.functionSettings()).get(provider)?.channels ?? {};
  const decoded = decodeBody({ body, headers }, adapter.codec);
  const request = { body, headers };
  const receipt = { provider, receivedAt };
  const records = toCallbackRecords(decoded, request, adapter, receipt, { channels });
  return {
    events: records.records.map(({ event }) => event),
    others: [
      ...records.unmapped.map(({ key }) => `unmapped: ${key}`),
      ...records.ignored.map(({ providerEvent, reason }) => `ignored ${providerEvent}: ${reason}`),
    ],
  };
}
