import { readdirSync, readFileSync } from 'node:fs';
import * as eventschemas from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';

export interface EventSchemasProps {
  readonly registryName: string;
}

/** One generated file a schema; the name of the file is the name of the schema. */
const folder = new URL('../../docs/schemas/eventbridge/', import.meta.url);

/**
 * The registry's API takes 100,000 characters of content and 256 of description (service model of
 * 2019-12-02, read 2026-11).
 */
const maxContentChars = 100_000;

/**
 * The schemas of all events in an EventBridge schema registry, from where the consoles and IDEs of
 * other teams find them and download code bindings.
 *
 * Every version of an event is a schema of its own (`message.received.v1`): the registry's own version
 * numbers count deployments and say nothing of the contract.
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
    for (const file of readdirSync(folder).sort()) {
      const schemaName = file.replace(/\.json$/, '');
      const schema = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
      const content = JSON.stringify(schema);
      if (content.length > maxContentChars) {
        throw new Error(`${file} has ${content.length} characters, the registry takes 100,000`);
      }
      new eventschemas.CfnSchema(this, schemaName, {
        registryName: registry.attrRegistryName,
        schemaName,
        type: 'JSONSchemaDraft4',
        description: String(schema.description).slice(0, 256),
        content,
      });
    }
  }
}
