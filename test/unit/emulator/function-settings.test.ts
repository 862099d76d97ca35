import { expect, it } from 'vitest';
import { readFunctions } from '../../../tools/emulator/lambda/function-settings.ts';
import { loadAssembly } from '../../../tools/emulator/template/assembly.ts';
import { resolveStack } from './resolve-stack.ts';

const { stacks, bundleDirectories } = await loadAssembly('test/integration/emulator/sample-stack');

it.each([
  ['4 environments when its template reserves none', undefined, 4],
  ['as many as are reserved', 1, 1],
  ['no more than 4', 100, 4],
])('a function has %s', (_, reserved, expected) => {
  const template = structuredClone(stacks[0]?.template ?? expect.unreachable());
  const properties = template.Resources.EndpointFunction?.Properties ?? expect.unreachable();
  if (reserved !== undefined) Object.assign(properties, { ReservedConcurrentExecutions: reserved });
  const stack = resolveStack({ stackName: 'Sample', template }, 'http://127.0.0.1:1');

  const endpoint = readFunctions(stack, {
    bundleDirectories,
    writeInlineCode: () => expect.unreachable(),
  }).find(({ logicalId }) => logicalId === 'EndpointFunction');

  expect(endpoint?.maxConcurrency).toBe(expected);
});
