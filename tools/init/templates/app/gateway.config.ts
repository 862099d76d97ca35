import { defineStages } from 'tributary-gateway/cdk';
import { incs } from 'tributary-gateway/providers';

/** The stages of the gateway. Your editor completes the props, and says what each one does by default. */
export default defineStages({
  defaults: {
    // Each one has a function, a secret and alarms of its own.
    providers: [incs()],
  },
  stages: {
    // The first one is what `npx cdk deploy` deploys.
    prod: {},
    dev: { logLevel: 'DEBUG' },
  },
});
