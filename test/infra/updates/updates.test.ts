import { beforeAll, describe, expect, it } from 'vitest';
import { withResource } from '../independent/template.ts';
import { synthesizeGateway } from '../independent/templates.ts';
import { compareTemplates } from './compare-templates.ts';
import { describeResources } from './describe-resources.ts';
import { readMove, readUpdates, type Update } from './read-updates.ts';

/** What holds data, or is named in the consoles of providers. */
const irreplaceable =
  /^(EventsTable|MediaBucket|PayloadBucket|\w+Secret|CallbackApi|\w+CallbackFunction(FunctionUrl)?)$/;

let updates: readonly Update[];

beforeAll(() => {
  updates = readUpdates();
});

it('no change of the props replaces what holds data or is in a callback URL', () => {
  for (const { what, replaced } of updates) {
    expect(
      replaced.filter((name) => irreplaceable.test(name)),
      what,
    ).toEqual([]);
  }
});

it('only the name of the gateway and of its domain replace something', () => {
  const replacing = updates.filter(({ replaced }) => replaced.length > 0);
  expect(replacing.map(({ what }) => what)).toEqual([
    'another `customDomain.domainName`',
    'another `name` of the gateway in the same stack',
  ]);
  const [domain, name] = replacing.map(({ replaced }) => replaced);
  expect(domain).toEqual(['CallbackApiDomain', 'CallbackApiMapping']);
  expect(name).toEqual(expect.arrayContaining(['EventBus', 'EventBusArchive']));
});

it('adding a provider touches nothing of the others', () => {
  const added = updates.find(({ what }) => what === 'add a provider');
  expect(added).toMatchObject({ replaced: [], removed: [], changed: [] });
  const names = added?.added.filter((each) => !each.toLowerCase().includes('north')) ?? [];
  expect(names).toEqual([]);
});

it('removing a provider removes its secret, which is retained, and its URLs', () => {
  const removed = updates.find(({ what }) => what === 'remove a provider')?.removed;
  expect(removed).toEqual(
    expect.arrayContaining([
      'NorthWindSecret',
      'NorthWindCallbackFunctionFunctionUrl',
      'CallbackApiRoutenorthwind',
    ]),
  );
});

it('another id of the construct makes everything anew', () => {
  const { removed, added, replaced, changed } = readMove();
  expect([...replaced, ...changed]).toEqual([]);
  expect(removed).toHaveLength(added.length);
  expect(removed).toContain('EventsTable');
});

it('every resource has a name in the table', () => {
  const all = updates.flatMap(({ replaced, removed, added }) => [
    ...replaced,
    ...removed,
    ...added,
  ]);
  expect(() => describeResources([...all, ...readMove().removed])).not.toThrow();
});

describe('the comparison of two templates', () => {
  it('finds a property that replaces its resource, and what refers to it', () => {
    const before = synthesizeGateway();
    const after = withResource(before, 'AWS::DynamoDB::Table', (properties) => ({
      ...properties,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }));
    const { replaced } = compareTemplates(before, after);
    expect(replaced).toContain('EventsTable');
    // The mapping of the publisher names the stream of the table.
    expect(replaced.length).toBeGreaterThan(1);
  });

  it('finds nothing between a template and itself', () => {
    const template = synthesizeGateway();
    expect(compareTemplates(template, template)).toEqual({
      replaced: [],
      removed: [],
      added: [],
      changed: [],
    });
  });
});
