import type { CallbackItem } from '../callback.ts';
import { readFixture } from '../fixtures.ts';
import type { Script } from '../story.ts';

/** One element of a list of Meta's `value`, or a change of its own. */
interface Entry {
  readonly list: 'messages' | 'statuses' | 'changes';
  readonly json: object;
  readonly item: Omit<CallbackItem, 'raw'>;
}

/** How many items of a callback are of a kind: none, some, or all of them. */
const shares = [0, 0, 0.03, 0.03, 1] as const;

/** What a callback has a list of. Of changes nothing reaches the bus. */
const lists = [
  'messages',
  'messages',
  'messages',
  'statuses',
  'statuses',
  'statuses',
  'changes',
] as const;

/**
 * One callback of Meta with many messages or statuses, or with many changes that the contract has no
 * event for. Some statuses are of one message, and some items are in the callback twice. A share is
 * unrecognized, and a share contradicts the item before it.
 */
export function manyItems(script: Script): void {
  const { random, swarm } = script.world;
  const [least = 2, ...others] = swarm.items;
  const isRange = others.length === 1;
  const count = isRange ? random.integer(least, others[0] ?? least) : random.pick(swarm.items);
  const list = random.pick(lists);
  const broken = random.pick(shares);
  const conflicting = random.pick(shares);
  const toEntries = {
    messages: () => [toMessage(script, broken)],
    statuses: () => toStatuses(script, broken),
    changes: () => [toUnmapped(script)],
  }[list];
  const entries: Entry[] = [];
  while (entries.length < count) {
    const last = entries.at(-1);
    const conflict = last && random.chance(conflicting) ? toConflict(last, script) : undefined;
    if (conflict !== undefined) entries.push(conflict);
    else if (last !== undefined && random.chance(0.03)) entries.push(last);
    else entries.push(...toEntries());
  }
  send(entries.slice(0, count), list, script);
}

/** The same thing as in another item, which says something else of it. */
function toConflict({ list, json, item }: Entry, script: Script): Entry | undefined {
  if (!/^message\.(received|status\.updated)/.test(item.subject)) return undefined;
  const marker = script.name('field');
  return { list, json: { ...json, added_field: marker }, item: { ...item, marker } };
}

/** A change of a field that the contract has no event for. */
function toUnmapped(script: Script): Entry {
  const marker = script.name('field');
  const json = { field: 'flows', value: { event: marker } };
  const item = { subject: `unmapped meta ${marker}`, marker, isUnmapped: true } as const;
  return { list: 'changes', json, item };
}

const statusFixture = 'meta/messages.status-delivered';

/** How many items a callback of Meta holds at most (Cloud API, "Webhooks", read on 2026-11-21). */
export const mostItems = 1_000;

/** A message, one in ten with a picture. */
function toMessage(script: Script, broken: number): Entry {
  return script.world.random.chance(0.1) ? toPicture(script) : toText(script, broken);
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

function toText(script: Script, broken: number): Entry {
  const id = script.name('wamid.');
  const marker = script.name('text');
  const isBroken = script.world.random.chance(broken);
  const { messages } = changedValueOf('meta/messages.text');
  const json = { ...messages?.[0], id, text: { body: isBroken ? [marker] : marker } };
  const subject = isBroken ? `callback.quarantined meta ${marker}` : `message.received meta ${id}`;
  return { list: 'messages', json, item: { subject, marker } };
}

/** One status, or two statuses of one message; or one that is unrecognized. */
function toStatuses(script: Script, broken: number): readonly Entry[] {
  if (script.world.random.chance(broken)) return [toBrokenStatus(script)];
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

function toBrokenStatus(script: Script): Entry {
  const marker = script.name('text');
  const { statuses } = changedValueOf(statusFixture);
  const json = { ...statuses?.[0], id: script.name('wamid.'), status: [marker] };
  return {
    list: 'statuses',
    json,
    item: { subject: `callback.quarantined meta ${marker}`, marker },
  };
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

/** A callback with one list of items, and with no contacts; or with these changes. */
function withList(list: Entry['list'], items: readonly object[]): object {
  const { statuses: _one, ...common } = changedValueOf(statusFixture);
  const { entry, ...body } = readFixture(statusFixture) as unknown as MetaBody;
  const value = { ...common, [list]: items };
  const changes = list === 'changes' ? items : [{ field: 'messages', value }];
  return { ...body, entry: [{ ...entry[0], changes }] };
}
