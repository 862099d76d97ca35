import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareNames } from '../../shared/contract/user-names.ts';
import { readEvent } from '../../shared/table/event-item.ts';
import {
  type PersonGateway,
  startPersonGateways,
  whereItBelongs,
} from '../support/one-person/gateway.ts';
import {
  type Callback,
  callback,
  namesShown,
  people,
  toComponents,
  toPairs,
  usual,
} from '../support/one-person/people.ts';

let gateways: Awaited<ReturnType<typeof startPersonGateways>>;

beforeAll(async () => {
  gateways = await startPersonGateways();
});

afterAll(() => gateways.stop());

interface Sent {
  readonly id: string;
  readonly names: readonly string[];
}

/** Every name gives every message of its person, in the order of time, in pages of any size. */
async function expectTimelines(
  gateway: PersonGateway,
  sent: readonly Sent[],
  limit: number,
): Promise<void> {
  for (const component of toComponents(sent.map(({ names }) => names))) {
    const ids = sent.filter(({ names }) => names.some((name) => component.has(name)));
    const expected = ids.map(({ id }) => id).toSorted();
    const orders = new Set<string>();
    for (const name of component) {
      const found = await gateway.idsBackward(name, limit);
      expect(found.toSorted(), `by ${name}`).toEqual(expected);
      orders.add(JSON.stringify(found));
    }
    const [name = ''] = component;
    orders.add(JSON.stringify(await gateway.idsForward(name, limit)));
    expect([...orders], 'one order, by every name and in both directions').toHaveLength(1);
  }
}

describe('a person', { timeout: 300_000 }, () => {
  it('has one timeline by every name once they are linked, and one for each until then', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(callback, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (callbacks, limit) => {
          const gateway = gateways.createGateway();
          const sent: Sent[] = [];
          for (const [index, each] of callbacks.entries()) {
            const id = `wamid.${gateway.scope.slice(-7)}-${index}`;
            await gateway.send(each, id);
            sent.push({ id, names: namesShown(each) });
          }
          await expectTimelines(gateway, sent, limit);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('is announced by the same events in whatever order and however often names are shown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(callback, { minLength: 1, maxLength: 8 }), async (callbacks) => {
        const gateway = gateways.createGateway();
        for (const [index, each] of callbacks.entries()) {
          await gateway.send(each, `wamid.${gateway.scope.slice(-7)}-${index}`);
        }
        const events = gateway.bus.published.flatMap(({ detail }) => {
          const event = readEvent({ detail: { S: detail } });
          return event === undefined || event.detail.metadata.replayed ? [] : [event];
        });
        const links = new Set(callbacks.flatMap((each) => toPairs(namesShown(each))));
        const announced = new Map<string, string>();
        for (const event of events) {
          if (event['detail-type'] !== 'user.updated' || !event.detail.data.link) continue;
          const { metadata, data } = event.detail;
          announced.set(metadata.id, JSON.stringify(data.link?.names));
        }
        expect([...announced.values()].toSorted()).toEqual([...links].toSorted());
        const belongsTo = new Map<string, string>();
        for (const event of events) {
          if (event['detail-type'] !== 'conversation.updated') continue;
          const { conversation, current } = event.detail.data;
          belongsTo.set(conversation.key ?? '', current);
        }
        for (const component of toComponents(callbacks.map(namesShown))) {
          const [strongest = '', ...others] = [...component].sort(compareNames);
          for (const name of others) {
            expect(belongsTo.get(`${gateway.scope}#${name}`)).toBe(`${gateway.scope}#${strongest}`);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('meets another one only by a wrong link, which unlink undoes for ever', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(callback, { maxLength: 3 }),
        fc.array(callback, { maxLength: 3 }),
        async (before, after) => {
          const gateway = gateways.createGateway();
          const [one, other] = people;
          const sent: Sent[] = [];
          const send = async (callbacks: readonly Callback[]) => {
            for (const each of callbacks) {
              const id = `wamid.${gateway.scope.slice(-7)}-${sent.length}`;
              await gateway.send(each, id);
              sent.push({ id, names: namesShown(each) });
            }
          };
          await send(before);
          const toId = (name: string) => `wamid.${gateway.scope.slice(-7)}-${name}`;
          const [phone, id] = [one.phone, other.id];
          await gateway.send(usual, toId('phone'));
          await gateway.send(usual, toId('wrong'), { phone, id });
          const byPhone = { id: toId('phone'), names: [phone] };
          await expectTimelines(
            gateway,
            [...sent, byPhone, { id: toId('wrong'), names: [phone, id] }],
            3,
          );
          await gateway.decide('unlinked', phone, id);
          const person = toComponents([...sent, byPhone].map(({ names }) => names)).find((names) =>
            names.has(phone),
          );
          const [strongest] = [...(person ?? [])].sort(compareNames);
          expect(whereItBelongs(gateway, phone)).toBe(`${gateway.scope}#${strongest}`);
          await send(after);
          await gateway.replay('meta', toId('wrong'));
          await gateway.send(usual, toId('again'), { phone, id });
          // The strongest name of the callback is the id, and there its messages stay.
          const byId = ['wrong', 'again'].map((name) => ({ id: toId(name), names: [id] }));
          await expectTimelines(gateway, [...sent, byPhone, ...byId], 3);
          await gateway.decide('linked', phone, id);
          const linked = { ...byPhone, names: [phone, id] };
          await expectTimelines(gateway, [...sent, linked, ...byId], 3);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('is said to be whole by an unlink that another link overtook, after it was interrupted', async () => {
    const gateway = gateways.createGateway();
    const [{ phone, id, parentId }, other] = people;
    const shownTogether = [
      { phone, id },
      { id, parentId },
      { id: other.id, parentId },
    ];
    for (const [index, names] of shownTogether.entries()) {
      await gateway.send(usual, `wamid.${gateway.scope.slice(-7)}-${index}`, names);
    }
    const overtaken = gateway.interruptedUnlink(phone, id, () =>
      gateway.send(usual, `wamid.${gateway.scope.slice(-7)}-between`, { phone, id: other.id }),
    );
    await expect(overtaken).rejects.toThrow('interrupted');
    await gateway.decide('unlinked', phone, id);
    expect(whereItBelongs(gateway, phone)).toBe(`${gateway.scope}#${id}`);
  });
});
