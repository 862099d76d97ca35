import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { z } from 'zod';

const statement = z.looseObject({ Action: z.union([z.string(), z.array(z.string())]) });

const role = z.object({
  Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(statement) }) })),
});

type Resource = { Type: string; Properties?: Record<string, unknown> | undefined };

const template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});

/** Breaks a stack before it is deployed. */
export interface AssemblyBreaker {
  /** Takes an action from the role of a function, which begins with this logical id. */
  deny(functionId: string, action: string): void;
  /** Changes properties of the only resource whose logical id begins with this. */
  change(resourceId: string, properties: Record<string, unknown>): void;
  /** Replaces the code of a function, which begins with this logical id. */
  replaceCode(functionId: string, code: string): void;
}

/** A copy of the stack's cloud assembly with faults. */
export function breakAssembly(apply: (breaker: AssemblyBreaker) => void) {
  const directory = mkdtempSync(join(tmpdir(), 'tributary-broken-'));
  cpSync(inject('assemblyDirectory'), directory, { recursive: true });
  const file = readdirSync(directory).find((name) => name.endsWith('.template.json')) ?? '';
  const document = template.parse(JSON.parse(readFileSync(join(directory, file), 'utf8')));

  function find(beginning: string, type?: string): Resource {
    const found = Object.entries(document.Resources).filter(
      ([id, { Type }]) => id.startsWith(beginning) && (type === undefined || Type === type),
    );
    const [only] = found;
    if (only === undefined || found.length > 1) {
      throw new Error(`${found.length} resources begin with ${beginning}: name one`);
    }
    return only[1];
  }

  apply({
    deny(functionId, action) {
      const resource = find(functionId, 'AWS::IAM::Role');
      const properties = role.parse(resource.Properties);
      const Policies = properties.Policies.map(({ PolicyDocument, ...policy }) => ({
        PolicyName: 'work',
        ...policy,
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: PolicyDocument.Statement.filter(
            ({ Action }) => ![Action].flat().includes(action),
          ),
        },
      }));
      resource.Properties = { ...resource.Properties, Policies };
    },
    change(resourceId, properties) {
      const resource = find(resourceId);
      resource.Properties = { ...resource.Properties, ...properties };
    },
    replaceCode(functionId, code) {
      const { Properties } = find(functionId, 'AWS::Lambda::Function');
      const { Code } = z.object({ Code: z.object({ S3Key: z.string() }) }).parse(Properties);
      const folder = join(directory, `asset.${Code.S3Key.replace(/\.zip$/, '')}`);
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      writeFileSync(join(folder, 'index.mjs'), code);
    },
  });
  writeFileSync(join(directory, file), JSON.stringify(document));
  return { directory, remove: () => rmSync(directory, { recursive: true }) };
}
