import { describe, expect, it } from 'vitest';
import { eventDefinitions } from '../../../shared/contract/index.ts';
import { toAsyncApiDocument } from '../../../tools/dev/docs/asyncapi.ts';
import { toSchemaFiles } from '../../../tools/dev/docs/schema-files.ts';

// As it is written: a plain JSON value.
const document = JSON.parse(JSON.stringify(toAsyncApiDocument('1.2.3')));

describe('toAsyncApiDocument', () => {
  it('is an AsyncAPI 3.0.0 document of this version of the package', () => {
    expect(document.asyncapi).toBe('3.0.0');
    expect(document.info.version).toBe('1.2.3');
  });

  it('has a message with an example for every event', () => {
    const messages: { name: string; examples: { payload: { 'detail-type': string } }[] }[] =
      Object.values(document.components.messages);
    expect(messages.map(({ name }) => name)).toEqual(Object.keys(eventDefinitions));
    expect(messages.map(({ examples: [example] }) => example?.payload['detail-type'])).toEqual(
      Object.keys(eventDefinitions),
    );
  });

  it('names the schema of each event by an address at which the package has it', () => {
    const schemas = [...toSchemaFiles()].map(([file, text]) => [file, JSON.parse(text).$id]);
    const messages: { 'x-dataschema': string }[] = Object.values(document.components.messages);
    expect(messages.map((message) => message['x-dataschema'])).toEqual(schemas.map(([, id]) => id));
    for (const [file, id] of schemas) expect(id).toBe(`npm:tributary-gateway/schemas/${file}`);
  });

  it('has only references that lead somewhere', () => {
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
    const paths = [...references].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(20);
    const missing = paths.filter(
      (path) => path.split('/').reduce((at, name) => at?.[name], document) === undefined,
    );
    expect(missing).toEqual([]);
  });
});
