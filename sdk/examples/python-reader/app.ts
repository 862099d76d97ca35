/** A gateway to read from on a developer's machine: `npx tributary start`. The reader needs no stack of its own. */
import { App, Stack } from 'aws-cdk-lib';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { Gateway } from 'tributary-gateway/cdk';
import { incs } from 'tributary-gateway/providers';

new Gateway(new Stack(new App({ context: CURRENTLY_RECOMMENDED_FLAGS }), 'gateway'), 'Default', {
  providers: [incs()],
});
