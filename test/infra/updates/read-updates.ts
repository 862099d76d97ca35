import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { featureFlags } from '../../../lib/feature-flags.ts';
import { Gateway, type GatewayProps } from '../../../lib/index.ts';
import type { CloudFormationTemplate } from '../independent/template.ts';
import { inlineCode, providers } from '../synthesize.ts';
import { type Change, changes } from './changes.ts';
import { compareTemplates, type TemplateUpdate } from './compare-templates.ts';

/** A change with what CloudFormation does. */
export interface Update extends Change, TemplateUpdate {}

/** In one stack, whatever the name of the gateway is. */
function synthesizeAlone(props: Partial<GatewayProps>, id = 'Default'): CloudFormationTemplate {
  const stack = new Stack(new App({ context: featureFlags }), 'tributary-prod');
  new Gateway(stack, id, { providers, code: inlineCode, ...props });
  return Template.fromStack(stack).toJSON() as CloudFormationTemplate;
}

/** What each change does, as the templates before and after it say. */
export function readUpdates(): readonly Update[] {
  return changes.map((change) => ({
    ...change,
    ...compareTemplates(synthesizeAlone(change.before ?? {}), synthesizeAlone(change.after)),
  }));
}

/** What another id of the construct does: every logical id is another one. */
export function readMove(): TemplateUpdate {
  return compareTemplates(synthesizeAlone({}), synthesizeAlone({}, 'Messaging'));
}
