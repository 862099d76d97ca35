import type { CallbackItem } from '../callback.ts';
import { readFixture } from '../fixtures.ts';
import type { Script } from '../story.ts';

/** One element of a list of Meta's `value`. */
interface Entry {
  readonly list: 'messages' | 'statuses';
  readonly json: object;
  readonly item: Omit<CallbackItem, 'raw'>;
}

/**
 * One callback of Meta with many messages or statuses. Some statuses are of one message, some messages
 * are unrecognized, and some items are in the callback twice.
 */
export function manyItems(script: Script): void {
  const { random, swarm } = script.world;
  const [least = 2, ...others] = swarm.items;
  const isRange = others.length === 1;
  const count = isRange ? random.integer(least, others[0] ?? least) : random.pick(swarm.items);
  const list = random.pick(['messages', 'statuses'] as const);
  const entries: Entry[] = [];
  while (entries.length < count) {
    const last = entries.at(-1);
    const isAgain = last !== undefined && random.chance(0.03);
    if (isAgain) entries.push(last);
    else entries.push(...(list === 'messages' ? [toMessage(script)] : toStatuses(script)));
  }
  send(entries.slice(0, count), list, script);
}

const statusFixture = 'meta/messages.status-delivered';

/** How many items a callback of Meta holds at most (Cloud API, "Webhooks", read on 2026-11-21). */
export const mostItems = 1_000;

/** A message, one in ten with a picture. */
function toMessage(script: Script): Entry {
  return script.world.random.chance(0.1) ? toPicture(script) : toText(script);
}

function toPicture(script: Script): Entry {
  const id = script.name('wamid.');
  const file = script.fileById();
  script.messages.push({ provider: 'meta', id, files: [file] });
  const { messages } = changedValueOf('meta/messages.image');
  const image = { mime_type: 'image/jpeg', sha256: file.declaredSha256, id: file.id };
  const item = { subject: `message.received meta ${id}`, marker: id };
  return { list: 'messages', json: { ...messages?.[0], id, image }, item };
}

function toText(script: Script): Entry {
  const id = script.name('wamid.');
  const marker = script.name('text');
  const isBroken = script.world.random.chance(0.03);
  const { messages } = changedValueOf('meta/messages.text');
  const json = { ...messages?.[0], id, text: { body: isBroken ? [marker] : marker } };
  const subject = isBroken ? `callback.quarantined meta ${marker}` : `message.received meta ${id}`;
  return { list: 'messages', json, item: { subject, marker } };
}

/** One status, or two statuses of one message. */
function toStatuses(script: Script): readonly Entry[] {
  const id = script.name('wamid.');
  const words = script.world.random.chance(0.2) ? ['delivered', 'read'] : ['delivered'];
  return words.map((status) => {
    const marker = script.name('field');
    const { statuses } = changedValueOf(`meta/messages.status-${status}`);
    return {
      list: 'statuses',
      json: { ...statuses?.[0], id, added_field: marker },
      item: { subject: `message.status.updated meta ${id} ${status}`, marker },
    };
  });
}

function send(entries: readonly Entry[], list: Entry['list'], script: Script): void {
  const bodyOf = (each: readonly Entry[]) =>
    withList(
      list,
      each.map(({ json }) => json),
    );
  const items = entries.map((entry) => ({
    ...entry.item,
    ...(entries.length > 1 && { raw: { json: bodyOf([entry]) } }),
  }));
  script.send('meta', JSON.stringify(bodyOf(entries)), items);
}

/** A callback of Meta, as far as these stories read it. */
interface MetaBody {
  readonly entry: readonly {
    readonly changes: readonly { readonly field: string; readonly value: Value }[];
  }[];
}

interface Value {
  readonly messages?: readonly object[];
  readonly statuses?: readonly object[];
}

function changedValueOf(fixture: string): Value {
  // The fixture is one of `meta/messages.*`, which all have one change.
  return (readFixture(fixture) as unknown as MetaBody).entry[0]?.changes[0]?.value ?? {};
}

/** A callback with one list of items, and with no contacts. */
function withList(list: Entry['list'], items: readonly object[]): object {
  const { statuses: _one, ...common } = changedValueOf(statusFixture);
  const { entry, ...body } = readFixture(statusFixture) as unknown as MetaBody;
  const changes = [{ field: 'messages', value: { ...common, [list]: items } }];
  return { ...body, entry: [{ ...entry[0], changes }] };
}
