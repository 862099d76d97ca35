import type { PropertyType, ResourceProperties } from '@aws-cdk/service-spec-types';
import { serviceSpec } from './resolve.ts';
import type { CloudFormationTemplate } from './template.ts';

/**
 * Compares every resource, property and `Fn::GetAtt` of a template with AWS's descriptions of the resource
 * types (the CloudFormation registry).
 *
 * @returns a line for each difference: `EventsTable.TableClas: unknown property`
 */
export function findUnspecified({ Resources }: CloudFormationTemplate): readonly string[] {
  const spec = serviceSpec();
  const typeOf = (name: string) => spec.lookup('resource', 'cloudFormationType', 'equals', name)[0];

  function checkProperties(path: string, known: ResourceProperties, given: object): string[] {
    const entries = Object.entries(given);
    const missing = Object.entries(known)
      .filter(([name, { required }]) => required && !(name in given))
      .map(([name]) => `${path}.${name}: missing`);
    return missing.concat(
      entries.flatMap(([name, value]) => {
        const property = known[name];
        if (!property) return [`${path}.${name}: unknown property`];
        const types = [property.type, ...(property.previousTypes ?? [])];
        return checkOneOf(`${path}.${name}`, types, value);
      }),
    );
  }

  /** No problem if one of the types has none, else the problems of the first. */
  function checkOneOf(path: string, types: readonly PropertyType[], value: unknown): string[] {
    const problems = types.map((type) => checkValue(path, type, value));
    return problems.find((found) => found.length === 0) ?? problems[0] ?? [];
  }

  function checkValue(path: string, type: PropertyType, value: unknown): string[] {
    if (isIntrinsic(value)) return [];
    switch (type.type) {
      case 'union':
        return checkOneOf(path, type.types, value);
      case 'ref':
        if (!isRecord(value)) return [`${path}: not an object`];
        return checkProperties(path, spec.get('typeDefinition', type.reference).properties, value);
      case 'array':
        if (!Array.isArray(value)) return [`${path}: not a list`];
        return value.flatMap((item, index) => checkValue(`${path}[${index}]`, type.element, item));
      case 'map':
        if (!isRecord(value)) return [`${path}: not a map`];
        return Object.entries(value).flatMap(([key, item]) =>
          checkValue(`${path}.${key}`, type.element, item),
        );
      case 'tag':
        return isRecord(value) && 'Key' in value ? [] : [`${path}: not a tag`];
      case 'json':
        return isRecord(value) || typeof value === 'string' ? [] : [`${path}: not JSON`];
      case 'null':
        return [`${path}: has no value`];
      default:
        return checkPrimitive(path, type, value);
    }
  }

  return Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const type = typeOf(Type);
    if (!type) return [`${id}: unknown type ${Type}`];
    return [
      ...checkProperties(id, type.properties, Properties),
      ...attributesIn(Properties).flatMap(([target, name]) => {
        const attributes = typeOf(Resources[target]?.Type ?? '')?.attributes ?? {};
        return name in attributes ? [] : [`${id}: ${target} has no attribute ${name}`];
      }),
    ];
  });
}

function checkPrimitive(
  path: string,
  type: Extract<PropertyType, { type: 'string' | 'number' | 'integer' | 'boolean' | 'date-time' }>,
  value: unknown,
): string[] {
  const actual = type.type === 'integer' && Number.isInteger(value) ? 'integer' : typeof value;
  const expected = type.type === 'date-time' ? 'string' : type.type;
  if (actual !== expected) return [`${path}: not a ${expected}`];
  const allowed: readonly unknown[] = ('allowedValues' in type && type.allowedValues) || [value];
  return allowed.includes(value) ? [] : [`${path}: not one of ${allowed.join(', ')}`];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIntrinsic(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.keys(value).length === 1 &&
    /^(Ref|Fn::\w+)$/.test(Object.keys(value)[0] ?? '')
  );
}

/** The logical id and the attribute of every `Fn::GetAtt`. */
function attributesIn(value: unknown): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap(attributesIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key !== 'Fn::GetAtt') return attributesIn(inner);
    const [id = '', ...name] = Array.isArray(inner) ? inner.map(String) : String(inner).split('.');
    return [[id, name.join('.')] as const];
  });
}
