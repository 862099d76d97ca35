import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { startFunctionWorker } from '../../../tools/emulator/lambda/function-worker.ts';
import { temporaryDirectory } from './temporary-directory.ts';

async function run(code: string) {
  const file = temporaryDirectory()('index.js');
  writeFileSync(file, code);
  const worker = startFunctionWorker({
    settings: {
      bundleDirectory: dirname(file),
      handler: 'index.handler',
      functionName: 'reply',
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:reply',
      memorySizeMb: 128,
      logGroupName: 'reply',
    },
    environment: {},
    timeoutMs: 10_000,
    onLine: () => {},
  });
  const result = await worker.invoke('1', '{}');
  await worker.stop();
  return result;
}

it('a function that lacks what Lambda has says what to install', async () => {
  expect(await run("require('@aws-sdk/client-of-no-service/part')")).toEqual({
    outcome: 'failed',
    error: expect.objectContaining({
      errorMessage: expect.stringMatching(
        /^Cannot find module .*: npm install --save-dev @aws-sdk\/client-of-no-service$/,
      ),
    }),
  });
});

it('a function outside of the app says that its packages are elsewhere', async () => {
  expect(await run("require('@aws-sdk/client-dynamodb')")).toEqual({
    outcome: 'failed',
    error: expect.objectContaining({
      errorMessage: expect.stringMatching(
        /^Cannot find module .*: the function runs in .*, which is outside .*: name a --data directory inside/,
      ),
    }),
  });
});

it('a function that lacks anything else fails as on Lambda', async () => {
  const result = await run("require('an-unknown-package')");
  expect(result).toMatchObject({ outcome: 'failed' });
  expect(JSON.stringify(result)).not.toContain('npm install');
});
