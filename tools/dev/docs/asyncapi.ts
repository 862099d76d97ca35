import { toEnvelopeSchema, toTypeName } from '../../../shared/contract/eventbridge-schema.ts';
import { eventDefinitions } from '../../../shared/contract/index.ts';
import { toEmbeddedDetailSchema } from '../../../shared/contract/json-schema.ts';
import { toSchemaAddress } from '../../../shared/contract/schema-address.ts';
import { readExamples } from './examples.ts';

/**
 * The bus and its events as an AsyncAPI 3.0.0 document
 * (https://www.asyncapi.com/docs/reference/specification/v3.0.0, read 2026-11). The package for
 * subscribers has it as `asyncapi.json`.
 *
 * Payloads are whole events in the specification's default schema format, a superset of JSON Schema
 * draft 07.
 *
 * @param version version of the package
 */
export function toAsyncApiDocument(version: string): object {
  const examples = readExamples();
  const definitions = Object.values(eventDefinitions);
  const messageRefs = (base: string) =>
    definitions.map(({ type }) => ({ $ref: `${base}/${toTypeName(type)}` }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tributary',
      version,
      description: 'Events of messaging providers on an Amazon EventBridge bus.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      eventBridge: {
        host: 'events.{region}.amazonaws.com',
        protocol: 'https',
        description: 'Amazon EventBridge; subscribers put rules on the bus and do not poll.',
        variables: { region: { description: 'AWS region of the gateway' } },
      },
    },
    channels: {
      bus: {
        address: 'tributary-{stage}',
        description: 'The custom event bus. Delivery is at least once, in any order.',
        parameters: { stage: { description: 'stage of the gateway', default: 'prod' } },
        servers: [{ $ref: '#/servers/eventBridge' }],
        messages: Object.fromEntries(
          definitions.map(({ type }) => [
            toTypeName(type),
            { $ref: `#/components/messages/${toTypeName(type)}` },
          ]),
        ),
      },
    },
    operations: {
      publish: {
        action: 'send',
        channel: { $ref: '#/channels/bus' },
        messages: messageRefs('#/channels/bus/messages'),
      },
    },
    components: {
      messages: Object.fromEntries(
        definitions.map((definition) => {
          const { type, version: shape, means } = definition;
          const example = examples.get(type);
          const message = {
            name: type,
            title: `${type}, version ${shape}`,
            summary: means,
            payload: toEnvelopeSchema(type, toEmbeddedDetailSchema(definition, 'draft-07')),
            // What CloudEvents calls the schema of the data: here of `detail` alone.
            'x-dataschema': toSchemaAddress(definition),
            ...(example && { examples: [{ payload: toDelivered(example) }] }),
          };
          return [toTypeName(type), message];
        }),
      ),
    },
  };
}

/** An event with the fields that EventBridge adds. */
function toDelivered(event: object): object {
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    account: '111122223333',
    time: '2026-11-21T03:04:06Z',
    region: 'eu-west-1',
    resources: [],
    ...event,
  };
}
