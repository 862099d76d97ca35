import * as eventschemas from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { toRegistrySchemas } from '../../shared/contract/eventbridge-schema.ts';

export interface EventSchemasProps {
  readonly registryName: string;
}

/**
 * The registry's API takes 100,000 characters of content and 256 of description (service model of
 * 2019-12-02, read 2026-11).
 */
const maxContentChars = 100_000;
const maxDescriptionChars = 256;

/**
 * The schemas of all events in an EventBridge schema registry, where the consoles and IDEs of other
 * teams find them and download code bindings.
 *
 * Every version of an event is a schema of its own (`message.received.v1`): the registry's own version
 * numbers count deployments and say nothing about the contract.
 *
 * @throws {Error} when a schema is larger than the registry takes
 */
export class EventSchemas extends Construct {
  constructor(scope: Construct, id: string, props: EventSchemasProps) {
    super(scope, id);
    const registry = new eventschemas.CfnRegistry(this, 'Registry', {
      registryName: props.registryName,
      description: 'Events of the messaging providers, from Tributary',
    });
    for (const { name, description, content } of toRegistrySchemas()) {
      if (content.length > maxContentChars) {
        throw new Error(
          `the schema ${name} has ${content.length} characters, the registry takes 100,000`,
        );
      }
      new eventschemas.CfnSchema(this, name, {
        registryName: registry.attrRegistryName,
        schemaName: name,
        type: 'JSONSchemaDraft4',
        description: description.slice(0, maxDescriptionChars),
        content,
      });
    }
  }
}
