import { type RequestContext, toConditionKey } from './request-context.ts';

/**
 * Whether a pattern of a policy matches a value. `*` matches any characters and `?` matches one.
 * `${aws:PrincipalAccount}` is the request's value for that key; a variable that the request lacks
 * matches nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function matchesPattern(pattern: string, value: string, context: RequestContext): boolean {
  return toExpression(pattern, context, () => '.')?.test(value) ?? false;
}

/**
 * The same for an ARN. Its first five parts are compared one by one: a wildcard there does not match a
 * colon.
 */
export function matchesArn(pattern: string, arn: string, context: RequestContext): boolean {
  const anyCharacter = (colons: number) => (colons < 5 ? '[^:]' : '.');
  return toExpression(pattern, context, anyCharacter)?.test(arn) ?? false;
}

/** Fills in the variables of a text without wildcards; `undefined` when the request lacks one. */
export function fillVariables(text: string, context: RequestContext): string | undefined {
  const parts = toParts(text).map((part) => resolvePart(part, context));
  return parts.some((part) => part === undefined) ? undefined : parts.join('');
}

/** The keys of the variables in a text, as the policy spells them. */
export function variableKeys(text: string): readonly string[] {
  return toParts(text).flatMap((part) => readVariable(part)?.key ?? []);
}

function toExpression(
  pattern: string,
  context: RequestContext,
  anyCharacter: (colonsBefore: number) => string,
): RegExp | undefined {
  let source = '';
  let colons = 0;
  for (const part of toParts(pattern)) {
    if (part === '*') source += `${anyCharacter(colons)}*`;
    else if (part === '?') source += anyCharacter(colons);
    else {
      const value = resolvePart(part, context);
      if (value === undefined) return undefined;
      source += value.replaceAll(/[.+*?^${}()|[\]\\]/g, '\\$&');
      colons += value.split(':').length - 1;
    }
  }
  return new RegExp(`^${source}$`, 's');
}

/** Variables, wildcards, and the plain text between them. */
function toParts(text: string): readonly string[] {
  return text.match(/\$\{[^}]*\}|[*?]|[^*?$]+|\$/g) ?? [];
}

function resolvePart(part: string, context: RequestContext): string | undefined {
  const variable = readVariable(part);
  if (!variable) return /^\$\{[*?$]\}$/.test(part) ? part.slice(2, -1) : part;
  const key = toConditionKey(variable.key);
  // AWS does not fill in a key with several values either.
  const [value, ...others] = (key && context[key]) ?? [];
  return others.length > 0 ? undefined : (value ?? variable.whenAbsent);
}

/** `${key}` or `${key, 'value when absent'}`; `${*}`, `${?}` and `${$}` are the characters. */
function readVariable(part: string) {
  const [, key, whenAbsent] = /^\$\{([\w:/.-]+)(?:,\s*'([^']*)')?\}$/.exec(part) ?? [];
  return key === undefined ? undefined : { key, whenAbsent };
}
