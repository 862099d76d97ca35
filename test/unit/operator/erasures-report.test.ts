import { describe, expect, it } from 'vitest';
import { createUserSearch } from '../../../tools/operator/erase/find-user.ts';
import { toBodyName } from '../../../tools/operator/erase/other-people.ts';
import { planErasure } from '../../../tools/operator/erase/plan-erasure.ts';
import { describeReport, toReport } from '../../../tools/operator/erase/report-erasure.ts';
import type { FoundEstate } from '../../../tools/operator/erase/search-estate.ts';

const phone = '447700900123';
const national = '07700900123';
const key = { pk: 'message#incs#1', sk: 'message' };

/** An estate with nothing of the user, except these. */
function estateWith(
  found: Partial<FoundEstate> = {},
  unreadable = [] as (typeof key)[],
  confirmed: readonly string[] = [phone],
): FoundEstate {
  const decisions = { confirmed: new Set(confirmed), rejected: new Set<string>() };
  return {
    user: { ...createUserSearch(decisions).found(), unreadable },
    items: [],
    partitions: [],
    payloads: {
      items: [],
      deadLetters: new Map(),
      oldDeadLetters: [],
      mentions: [],
      unreadRaw: 0,
      foreign: [],
    },
    files: { files: [], unidentified: [] },
    queuedMessages: 0,
    seenDeadLetters: 0,
    ...found,
  };
}

function report(estate: FoundEstate, asOf?: string, isCarriedOut = false) {
  const plan = planErasure(estate.items, estate);
  return toReport(plan, estate, { unreachable: [], unsearchedMessages: 0, isCarriedOut, asOf });
}

describe('an erasure is complete', () => {
  it('when everything was searched and nothing is open', () => {
    const { isComplete } = report(estateWith());
    expect(isComplete).toBe(true);
    expect(describeReport(report(estateWith()))).toMatch(
      /^found nothing of this user:[\s\S]*everything of the user’s was searched for:/,
    );
  });

  const none = estateWith();
  it.each<[string, FoundEstate, string | undefined]>([
    [
      'a file does not say whose it is',
      estateWith({ files: { files: [], unidentified: ['incs/2026-01-01/1/0-content.jpg'] } }),
      undefined,
    ],
    [
      'the payload bucket has objects that the gateway did not write',
      estateWith({ payloads: { ...none.payloads, foreign: ['exports/1'] } }),
      undefined,
    ],
    ['raw JSON of a record cannot be read', estateWith({}, [key]), undefined],
    ['the user was searched in an export', none, '2026-01-01T00:00:00.000Z'],
  ])('unless %s', (_, estate, asOf) => {
    expect(report(estate, asOf).isComplete).toBe(false);
    expect(describeReport(report(estate, asOf))).toContain('\nnot complete:');
  });

  it('unless a message of the mirror was out of reach', () => {
    const estate = estateWith();
    const settings = {
      unreachable: [],
      unsearchedMessages: 1,
      isCarriedOut: true,
      asOf: undefined,
    };
    const { isComplete } = toReport(planErasure(estate.items, estate), estate, settings);
    expect(isComplete).toBe(false);
  });

  it('unless a name is undecided, which it shows with what it would add', () => {
    const estate = estateWith();
    estate.user.additions.add([national], 'payloadObjects');
    const { isComplete, undecided } = report(estate);
    expect(isComplete).toBe(false);
    expect(undecided).toEqual([
      {
        name: national,
        from: phone,
        records: 0,
        adds: { records: 0, payloadObjects: 1, mediaObjects: 0, deadLetters: 0 },
      },
    ]);
    expect(describeReport(report(estate))).toMatch(
      /^would be erased, when everything below is decided/,
    );
    expect(describeReport(report(estate))).toContain(
      `  ${national}: ${phone} without its country\n    would add 0 event records, 1 objects`,
    );
  });
});

describe('a name that bodies are not searched for', () => {
  it.each([
    ['an id of four characters', '4711', '--also KEY'],
    ['a number of six digits', '123456', '--also KEY'],
    ['a phone number without its country', national, '--user +447700900123'],
    ['a spelled one without its country', '07700 900123', '--user +447700900123'],
    ['a number of too many digits', '+4477009001234567', '--user +447700900123'],
  ])('leaves the erasure incomplete, with what to do: %s', (_, name, next) => {
    const found = report(estateWith({}, [], [name]));
    expect(found).toMatchObject({ isComplete: false, unsearched: [{ name }] });
    const text = describeReport(found);
    expect(text).toContain(`\n${name} `);
    expect(text).toContain(next);
    expect(text).not.toContain('everything of the user’s was searched for');
  });

  it.each([
    ['a number beside its national form', [phone, national]],
    ['a user id', ['GB.99990000111122223333']],
    ['an id of five characters', ['ada-1']],
  ])('does not include %s', (_, names) => {
    expect(report(estateWith({}, [], names))).toMatchObject({ isComplete: true, unsearched: [] });
  });
});

it('says that raw JSON of records about others was not searched for mentions', () => {
  const none = estateWith().payloads;
  const found = report(estateWith({ payloads: { ...none, unreadRaw: 3 } }));
  // They are others', and what only mentions the user is not erased.
  expect(found.isComplete).toBe(true);
  const text = describeReport(found);
  expect(text).toContain('3 objects with raw JSON were found by their event records; those');
});

describe('a body that names the user and someone else', () => {
  const sha256 = 'a'.repeat(64);

  it.each([
    [`quarantine/incs/${sha256}.json`, `quarantine show 'quarantine#incs#${sha256}'`],
    ['callback#acme#1', "query records 'callback#acme#1'"],
    [`unmapped/incs/typing/${sha256}.json`, 'the object with this key'],
  ])('is a question, with the others in it and how to look at it: %s', (name, look) => {
    const estate = estateWith();
    estate.user.bodies.add(name, [`{"from":"+447700900999","text":"${phone}"}`]);
    const asked = report(estate);
    expect(asked).toMatchObject({
      isComplete: false,
      undecided: [{ name, others: ['447700900999'] }],
    });
    expect(describeReport(asked)).toContain(`${name}: also 447700900999`);
    expect(describeReport(asked)).toContain(look);
    expect(toBodyName(name)).toBe(name);
  });
});

it('a file that does not say whose it is stays open only until it is erased', () => {
  const unidentified = ['incs/2026-01-01/1/0-content.jpg'];
  const estate = estateWith({ files: { files: unidentified, unidentified } });
  expect(report(estate)).toMatchObject({
    isComplete: true,
    mediaObjects: 1,
    unidentifiedFiles: [],
  });
});

it('a dry run and an erasure report the same in other words', () => {
  const estate = estateWith({ queuedMessages: 1 });
  expect(describeReport(report(estate))).toMatch(/^would be erased; add --yes to erase:/);
  expect(describeReport(report(estate, undefined, true))).toMatch(/^erased:/);
});
