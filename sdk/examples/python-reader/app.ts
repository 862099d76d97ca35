/** A gateway to read from on a developer's machine: `npx tributary start`. The reader needs no stack of its own. */
import { App, Stack } from 'aws-cdk-lib';
import { Gateway } from 'tributary-gateway/cdk';
import { incs } from 'tributary-gateway/providers';

new Gateway(new Stack(new App(), 'gateway'), 'Default', { providers: [incs()] });
