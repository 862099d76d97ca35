import { EmulatorError } from '../../emulator-client/emulator-error.ts';
import type { Template } from './assembly.ts';

/** The values for `Ref` and `Fn::GetAtt`. */
export interface ReferenceScope {
  /** The value of `Ref` for a resource. */
  ref(logicalId: string): string;
  /** The value of `Fn::GetAtt`. */
  attribute(logicalId: string, name: string): string;
  /**
   * The value of `Fn::ImportValue`.
   *
   * @throws {EmulatorError} when no stack exports this name
   */
  importValue(name: string): unknown;
  /**
   * The value of `Fn::GetStackOutput`, by which CDK refers to another stack weakly.
   *
   * @throws {EmulatorError} when no stack has this output
   */
  stackOutput(stackName: string, outputName: string): unknown;
  /** `AWS::Region` and the other pseudo parameters. */
  readonly pseudoParameters: Readonly<Record<string, string>>;
}

/** Resolves the intrinsic functions within a value of the template. */
export type Resolve = (value: unknown) => unknown;

/** The value of `AWS::NoValue`: it removes the property or list entry that holds it. */
const noValue = Symbol('AWS::NoValue');

/**
 * Creates the resolver of a template. It supports the functions that need no deployed account, and
 * rejects transforms.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function createResolver(template: Template, scope: ReferenceScope): Resolve {
  const functions: Readonly<Record<string, (argument: unknown) => unknown>> = {
    Ref: (argument) => reference(text(argument)),
    'Fn::GetAtt': (argument) => {
      const [logicalId, name] = Array.isArray(argument)
        ? argument.map(text)
        : splitOnce(text(argument), '.');
      return scope.attribute(logicalId ?? '', name ?? '');
    },
    'Fn::Join': (argument) => {
      const [delimiter, values] = list(argument);
      return list(resolve(values)).map(text).join(text(delimiter));
    },
    'Fn::Sub': (argument) => {
      const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
      return substitute(text(pattern), record(resolve(variables)));
    },
    'Fn::Select': (argument) => {
      const [index, values] = list(argument);
      return list(resolve(values))[Number(resolve(index))];
    },
    'Fn::Split': (argument) => {
      const [delimiter, value] = list(argument);
      return text(resolve(value)).split(text(delimiter));
    },
    'Fn::If': (argument) => {
      const [condition, whenTrue, whenFalse] = list(argument);
      return resolve(isMet(text(condition)) ? whenTrue : whenFalse);
    },
    'Fn::Equals': (argument) => {
      const [left, right] = list(resolve(argument));
      return left === right;
    },
    'Fn::Not': (argument) => !list(argument).every((condition) => resolve(condition) === true),
    'Fn::And': (argument) => list(argument).every((condition) => resolve(condition) === true),
    'Fn::Or': (argument) => list(argument).some((condition) => resolve(condition) === true),
    Condition: (argument) => isMet(text(argument)),
    'Fn::FindInMap': (argument) => {
      const [map, first, second] = list(resolve(argument)).map(text);
      return template.Mappings[map ?? '']?.[first ?? '']?.[second ?? ''];
    },
    'Fn::Base64': (argument) => Buffer.from(text(resolve(argument))).toString('base64'),
    'Fn::ImportValue': (argument) => scope.importValue(text(resolve(argument))),
    'Fn::GetStackOutput': (argument) => {
      const { StackName, OutputName } = record(resolve(argument));
      return scope.stackOutput(text(StackName), text(OutputName));
    },
    'Fn::GetAZs': () => [`${scope.pseudoParameters['AWS::Region']}a`],
  };

  function reference(name: string): unknown {
    if (name === 'AWS::NoValue') return noValue;
    const pseudoParameter = scope.pseudoParameters[name];
    if (pseudoParameter !== undefined) return pseudoParameter;
    const parameter = template.Parameters[name];
    if (!parameter) return scope.ref(name);
    if (parameter.Default === undefined) {
      throw new EmulatorError(
        `the parameter ${name} has no default: give it one, because the emulator asks for no values`,
      );
    }
    return parameter.Default;
  }

  function isMet(condition: string): boolean {
    return resolve(template.Conditions[condition]) === true;
  }

  function substitute(pattern: string, variables: Readonly<Record<string, unknown>>): string {
    return pattern.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (name in variables) return text(variables[name]);
      const [logicalId, attribute] = splitOnce(name, '.');
      return text(
        attribute === undefined ? reference(name) : scope.attribute(logicalId, attribute),
      );
    });
  }

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve).filter((entry) => entry !== noValue);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (only && entries.length === 1) {
      const [name, argument] = only;
      const evaluate = isIntrinsic(name, argument) ? functions[name] : undefined;
      if (evaluate) return evaluate(argument);
      if (name.startsWith('Fn::')) {
        throw new EmulatorError(`the emulator cannot evaluate ${name}`);
      }
    }
    return Object.fromEntries(
      entries.map(([key, entry]) => [key, resolve(entry)]).filter(([, entry]) => entry !== noValue),
    );
  }

  return resolve;
}

/** The `Condition` of an IAM statement is an object; the intrinsic's argument is a name. */
function isIntrinsic(name: string, argument: unknown): boolean {
  return name !== 'Condition' || typeof argument === 'string';
}

function splitOnce(value: string, separator: string): [string, string | undefined] {
  const at = value.indexOf(separator);
  return at < 0 ? [value, undefined] : [value.slice(0, at), value.slice(at + separator.length)];
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new EmulatorError(`the template has ${JSON.stringify(value)} where a string is needed`);
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new EmulatorError(`the template has ${JSON.stringify(value)} where a list is needed`);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
