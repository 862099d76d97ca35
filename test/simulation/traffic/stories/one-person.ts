import { changedValue, fillFixture } from '../fixtures.ts';
import type { Script } from '../story.ts';

/** The business of all fixtures that these stories fill. */
const business = '15550100001';

type Names = Readonly<Partial<Record<'phone' | 'id' | 'parentId', string>>>;

/**
 * A person writes with the number and the id, with the id alone, and to another provider of the same
 * business with the number alone. A second id takes the number over, and one of a parent business is of
 * both, so that two are joined in two ways. In some runs an operator undoes a link meanwhile, since the
 * number was given to someone else, and may take that back.
 */
export function onePersonWithTwoNames(script: Script): void {
  const { random } = script.world;
  const { phone, id } = script.user();
  const other = script.user().id;
  const parentId = `GB.ENT.${script.number(20)}`;
  const links: readonly Names[] = [
    { phone, id },
    { phone, id: other },
    { id, parentId },
    { id: other, parentId },
  ];
  write(script, { phone, id });
  write(script, { phone, id: other });
  for (let count = random.integer(1, 4); count > 0; count -= 1) {
    write(script, random.pick([...links, { id }, { phone }, { id: other }]));
  }
  write(script, { phone }, { provider: 'incs' });
  if (random.chance(0.6)) {
    const names = Object.values(random.pick(links.slice(0, 3)));
    script.decide(business, names);
  }
}

/**
 * An operator says that a number and an id are of two people. Then the number comes with another id of the
 * first person, so that they are one again.
 */
export function joinedAgain(script: Script): void {
  const { scheduler, random } = script.world;
  const { phone, id } = script.user();
  const other = script.user().id;
  const parentId = `GB.ENT.${script.number(20)}`;
  const first: readonly Names[] = [
    { phone, id },
    { id, parentId },
    { id: other, parentId },
  ];
  for (const names of first) write(script, names);
  const decidedMs = scheduler.nowMs + random.integer(600_000, 900_000);
  script.decide(business, [phone, id], decidedMs);
  write(script, { phone, id: other }, { atMs: decidedMs + random.integer(0, 600_000) });
}

/** A person with two names whom an operator erases, and in some runs divides in two at the same time. */
export function erasedPerson(script: Script): void {
  const { random } = script.world;
  const { phone, id } = script.user();
  const names: readonly Names[] = [{ phone, id }, { id }, { phone }];
  const markers = names.flatMap((each) => write(script, each, { isErased: true }));
  if (random.chance(0.5)) script.decide(business, [phone, id]);
  script.erasures.push({ phone, also: id, markers: [...markers, phone, id], file: undefined });
}

interface WriteOptions {
  readonly provider?: 'meta' | 'incs';
  readonly isErased?: boolean;
  readonly atMs?: number;
}

/** @returns the texts that only this message has */
function write(
  script: Script,
  names: Names,
  { provider = 'meta', isErased = false, atMs = script.someTime() }: WriteOptions = {},
): readonly string[] {
  const { phone, id: userId, parentId } = names;
  const id = script.name('wamid.');
  const marker = script.name('text');
  const message = {
    ...(phone !== undefined && { from: phone }),
    ...(userId !== undefined && { from_user_id: userId }),
    ...(parentId !== undefined && { from_parent_user_id: parentId }),
    id,
    timestamp: String(Math.floor(atMs / 1000)),
    type: 'text',
    text: { body: marker },
  };
  const body =
    provider === 'meta'
      ? fillFixture('meta/messages.text', {
          [`${changedValue}.messages`]: [message],
          [`${changedValue}.contacts`]: [],
        })
      : fillFixture('incs/new_message.whatsapp-text', {
          'message.messages': [message],
          'message.contacts': [],
        });
  const subject = `message.received ${provider} ${id}`;
  script.send(provider, body, [{ subject, marker, ...(isErased && { isErased }) }], { atMs });
  if (!isErased) {
    script.messages.push({ provider, id, files: [], names: Object.values(names), business });
  }
  return [marker, id];
}
