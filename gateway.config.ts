import { defineStages } from './lib/index.ts';
import { everyProvider } from './lib/providers/every-provider.ts';

/** The stages of this repository's own app, with every provider. docs/configuration.md lists the props. */
export default defineStages({
  defaults: { providers: everyProvider() },
  stages: { prod: {}, dev: { logLevel: 'DEBUG' } },
});
