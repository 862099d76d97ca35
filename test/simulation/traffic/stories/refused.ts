import { hash } from 'node:crypto';
import { providers } from '../../../../functions/providers/registry.ts';
import { genuineCallback, staticHeaders, toSigned } from '../../../support/genuine-callback.ts';
import type { Callback } from '../callback.ts';
import type { Script } from '../story.ts';
import { adapterOf, toStory, usableFixtures } from './any-fixture.ts';

/**
 * JSON that no documentation describes, of any provider. Some providers name the kind of a callback in a
 * field of that name, and what has the name of no kind is kept for later.
 */
export function unrecognized(script: Script): void {
  const marker = script.name('text');
  const { id } = anyProvider(script);
  const event = { event: 'announced_tomorrow', words: marker };
  const body = JSON.stringify(event);
  if (!isSendable(id, body)) return;
  const isUnmapped = adapterOf(id)
    .normalize(event, { channels: {} })
    .every(({ kind }) => kind === 'unmapped');
  const subject = `${isUnmapped ? 'unmapped' : 'callback.quarantined'} ${id} ${marker}`;
  // A body that is not sent as JSON is stored as it was sent.
  const isSentAsText = adapterOf(id).codec.encode(body) === body;
  const raw = isSentAsText ? {} : { raw: 'unknown' as const };
  script.send(id, body, [{ subject, marker, ...raw, ...(isUnmapped && { isUnmapped }) }]);
}

/** Whether a provider can send a body: some sign a part of it, which has to be there. */
function isSendable(id: string, body: string, contentType?: string | undefined): boolean {
  const adapter = adapterOf(id);
  const headers = { 'content-type': contentType ?? adapter.codec.contentType, ...staticHeaders };
  const request = genuineCallback(adapter, Buffer.from(body), { headers });
  return toSigned(adapter, request) !== undefined;
}

/** The provider without an adapter, which identifies its callbacks by `id`. */
export const genericId = 'acme';

/** Callbacks that no adapter reads: JSON that has an id, and a form that has none. */
export function received(script: Script): void {
  const id = script.name('text');
  const item = (subject: string, marker: string) => ({
    subject: `callback.received ${genericId} ${subject}`,
    marker,
    raw: 'unknown' as const,
  });
  script.send(genericId, JSON.stringify({ id, empty: null }), [item(id, id)], {
    contentType: 'application/json',
  });
  const marker = script.name('text');
  const form = `words=${marker}`;
  const sha256 = hash('sha256', form);
  script.send(genericId, form, [{ ...item(sha256, marker), mayRepeat: true }], {
    contentType: 'application/x-www-form-urlencoded',
  });
}

/** Authentic callbacks of any provider whose bodies cannot be decoded: their bytes must be stored. */
export function undecodable(script: Script): void {
  const { id } = anyProvider(script);
  const send = (toBody: (marker: string) => string, rest: Partial<Callback> = {}) => {
    const marker = script.name('text');
    const items = [{ subject: `callback.quarantined ${id} ${marker}`, marker }];
    const body = toBody(marker);
    if (isSendable(id, body, rest.contentType)) script.send(id, body, items, rest);
  };
  const contentType = 'application/json';
  send((marker) => `{"event":"malformed","words":"${marker}"}}`, { contentType });
  send((marker) => `<words>${marker}</words>`, { contentType: 'application/xml' });
  send((marker) => `{"event":"truncated","words":"${marker}`, { fate: 'truncated', contentType });
}

/**
 * Callbacks that must leave no trace, of any provider: forged ones, and those of another method. Some are
 * messages like any other: were they not refused, their ids would reach the bus.
 */
export function refused(script: Script): void {
  const { random } = script.world;
  const { id } = anyProvider(script);
  const { marker, body } = random.chance(0.5) ? forgedMessage(id, script) : forgedEvent(script);
  const items = [{ subject: `refused ${marker}`, marker }];
  const fate = 'refused';
  script.send(id, body, items, { fate, forged: 'token' });
  script.send(id, body, items, { fate, forged: 'proof' });
  script.send(id, body, items, { fate, method: 'DELETE' });
}

interface Forgery {
  readonly body: string;
  readonly marker: string;
}

function forgedEvent(script: Script): Forgery {
  const marker = script.name('forgery');
  return { marker, body: JSON.stringify({ event: 'of_a_forgery', words: marker }) };
}

function forgedMessage(provider: string, script: Script): Forgery {
  const messages = messageFixtures.filter((fixture) => fixture.provider === provider);
  const fixture = script.world.random.pick(messages);
  const { body, items } = toStory(fixture, (kind) => script.name(kind), script.number);
  const id = items[0]?.subject.split(' ').at(-1) ?? '';
  return { body, marker: id };
}

/** Callbacks with one message, whose id is in its event. */
const messageFixtures = usableFixtures.filter(
  ({ events: [first, ...others] }) =>
    first?.['detail-type'] === 'message.received' && others.length === 0,
);

function anyProvider({ world }: Script) {
  return world.random.pick(providers);
}
