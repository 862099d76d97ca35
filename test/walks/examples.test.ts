import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followReadme, lacksPython, listExamples, readSteps } from '../support/example-readme.ts';
import { type Adopter, createAdopter } from './adopter.ts';

/** From an empty folder to each example, by the commands of their READMEs, with the packed package only. */
let adopter: Adopter;

beforeAll(async () => {
  adopter = await createAdopter();
  await adopter.run('npm init -y');
  await adopter.run(`npm i ${adopter.tarball} aws-cdk-lib constructs`);
  await adopter.run('npx tributary init');
  await adopter.run('npm i');
  const readme = await adopter.read('node_modules/tributary-gateway/examples/README.md');
  const [, commands = ''] = /^```sh\n(.*?)^```$/ms.exec(readme) ?? [];
  const [copy = '', install = '', ...others] = commands.trim().split('\n');
  await adopter.run(copy);
  await adopter.run(install);
  // The README of the receiver in Node.js says so.
  await adopter.run('npm i standardwebhooks');
  expect(others).toEqual(['cd examples/auto-reply', 'npx tributary start']);
});

afterAll(() => adopter?.remove());

describe.each(listExamples())('the example %s of the package', (name) => {
  it.skipIf(lacksPython(name))('runs as its README says', async () => {
    const folder = path.join(adopter.folder, 'examples', name);
    expect(readSteps(folder).length).toBeGreaterThan(2);
    await followReadme(folder);
  });
});
