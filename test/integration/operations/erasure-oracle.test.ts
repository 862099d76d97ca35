import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listingAssembly } from '../listing-assembly.ts';
import { hasDigits, readEstate, type Stored } from './erasure-estate.ts';
import { erased, marks, other, otherId, seedEstate, waitUntilIdle } from './erasure-seeds.ts';
import { type OperatedGateway, startOperatedGateway } from './operated-gateway.ts';

/**
 * Puts one user in every spelling into every place of the gateway that can hold it, erases the user, and
 * then reads everything that is left.
 */
const assembly = listingAssembly();
let gateway: OperatedGateway;
let before: readonly Stored[];
const logLines: string[] = [];

beforeAll(async () => {
  gateway = await startOperatedGateway({
    assemblyDirectory: assembly.directory,
    onFunctionLine: (_, line) => logLines.push(line),
  });
  await seedEstate(gateway);
  await waitUntilIdle(gateway);
  before = await readEstate(gateway);
});

afterAll(async () => {
  await gateway.close();
  assembly.remove();
});

/** The digits of the number without its country: every spelling has them. */
const digits = erased.slice(2);

const isTrace = ({ name, content }: Stored) =>
  hasDigits(name, digits) || hasDigits(content, digits);

/** Which marks of the user are anywhere: as they are, or percent-encoded in a header of an object. */
const marksIn = (estate: readonly Stored[]) =>
  Object.values(marks).filter((mark) =>
    estate.some(({ name, content }) =>
      [name, content].some(
        (text) => text.includes(mark) || text.includes(encodeURIComponent(mark)),
      ),
    ),
  );

const placesWithTraces = (estate: readonly Stored[]) =>
  [...new Set(estate.filter(isTrace).map(({ place, name }) => toFolder(place, name)))].sort();

function toFolder(place: string, name: string): string {
  return place === 'PayloadBucketName' ? `${place} ${name.split('/')[0]}` : place;
}

const isLogged = (line: string) =>
  hasDigits(line, digits) || Object.values(marks).some((mark) => line.includes(mark));

/** Names of what is in only one of the two, or has another content there. */
function changes(one: readonly Stored[], other: readonly Stored[]): readonly string[] {
  const toLines = (estate: readonly Stored[]) =>
    new Set(
      estate.map(({ place, name, content }) => `${place} ${name} ${hash('sha256', content)}`),
    );
  const [ofOne, ofOther] = [toLines(one), toLines(other)];
  return [
    ...[...ofOne].filter((line) => !ofOther.has(line)),
    ...[...ofOther].filter((line) => !ofOne.has(line)),
  ];
}

interface Undecided {
  readonly undecided: readonly { readonly name: string; readonly adds: object }[];
}

/** The names that the command asks about, with these decisions. */
async function askedNames(...decisions: readonly string[]): Promise<readonly string[]> {
  const { results } = await gateway.tributary('erase', '--user', erased, ...decisions);
  // The command prints one report.
  const report = results[0] as unknown as Undecided;
  return report.undecided.map(({ name }) => name);
}

/** Decides as an operator would who knows that only one of these names is someone else. */
async function decideAll(): Promise<readonly string[]> {
  const decisions = ['--not', otherId];
  for (;;) {
    const names = await askedNames(...decisions);
    if (names.length === 0) return decisions;
    for (const name of names) decisions.push('--also', name);
  }
}

describe('a user in every place', () => {
  it('is there before', () => {
    expect(placesWithTraces(before)).toEqual([
      'MediaDeadLetterQueueUrl',
      'PayloadBucketName aws',
      'PayloadBucketName dead-letters',
      'PayloadBucketName quarantine',
      'PayloadBucketName raw',
      'PayloadBucketName unmapped',
      'conversation',
      'quarantine',
      'table',
    ]);
    expect(marksIn(before)).toEqual(Object.values(marks));
  });

  it('is not in the log', () => {
    expect(logLines.length).toBeGreaterThan(100);
    expect(logLines.filter(isLogged)).toEqual([]);
  });

  it('is not erased at all while a name is undecided', async () => {
    expect(await askedNames()).toContain(otherId);
    const { code, errors } = await gateway.tributary('erase', '--user', erased, '--yes');
    expect(code).toBe(1);
    expect(errors).toContain('nothing was erased');
    expect(changes(before, await readEstate(gateway))).toEqual([]);
  });

  it('is nowhere after', async () => {
    const decisions = await decideAll();
    // A fixture names the user by an id that is too short to be searched in bodies.
    const unsearched = [{ name: '990', because: 'short' }];
    const ran = await gateway.tributary('erase', '--user', erased, ...decisions, '--yes');
    expect(ran).toMatchObject({
      code: 0,
      results: [{ dryRun: false, unsearched, queuedMessages: 1, unidentifiedFiles: [] }],
    });
    const after = await readEstate(gateway);
    expect(after.filter(isTrace)).toEqual([]);
    expect(marksIn(after)).toEqual([]);
    const again = await gateway.tributary('erase', '--user', erased, ...decisions);
    expect(again.results).toMatchObject([
      { undecided: [], records: 0, payloadObjects: 0, mediaObjects: 0, deadLetters: [] },
    ]);
  });

  it('takes nothing of another user with it', async () => {
    const ofOther = (estate: readonly Stored[]) =>
      estate.filter(({ content }) => content.includes(other) || content.includes(otherId));
    const after = await readEstate(gateway);
    const kept = new Set(after.map(({ place, name }) => `${place} ${name}`));
    const gone = ofOther(before).filter(({ place, name }) => !kept.has(`${place} ${name}`));
    // The callback that names both, and the link that it shows: the user's number is in each of them.
    const shared = ['message#incs#wamid.joined ', `#${erased} `, ` link#${erased}`];
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.filter(({ name }) => !shared.some((part) => name.includes(part)))).toEqual([]);
    expect(ofOther(after).map(({ place, name }) => toFolder(place, name))).toEqual(
      expect.arrayContaining([
        'MediaDeadLetterQueueUrl',
        'PayloadBucketName aws',
        'PayloadBucketName quarantine',
        'table',
      ]),
    );
    const [picture] = await gateway.sortKeys('message#incs#wamid.other-picture');
    expect(picture).toBe('media#0#stored');
    // The files of other users are there, and none of a record that is gone.
    const files = after.filter(({ place }) => place === 'MediaBucketName');
    const records = after.filter(({ place }) => place === 'table').map(({ content }) => content);
    expect(files.length).toBeGreaterThan(0);
    const orphans = files.filter(({ name }) => !records.some((content) => content.includes(name)));
    expect(orphans).toEqual([]);
  });

  it('is in no line that was logged meanwhile', () => {
    expect(logLines.filter(isLogged)).toEqual([]);
  });
});
