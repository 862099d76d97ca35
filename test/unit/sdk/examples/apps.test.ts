import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const apps = readdirSync('sdk/examples', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('/app.ts'),
);

it.each(apps)('sdk/examples/%s sets the feature flags, of which cdk synth would warn', (file) => {
  const text = readFileSync(`sdk/examples/${file}`, 'utf8');
  expect(text).toContain('new App({ context: CURRENTLY_RECOMMENDED_FLAGS })');
});
