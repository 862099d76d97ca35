/** A value of a metric in one period; `undefined` when there is no data. */
export type Datum = number | undefined;

/**
 * Evaluates a CloudWatch metric math expression for one period, to the extent that the alarms need:
 * numbers, metrics by their id, arithmetic, comparisons, AND, OR, IF, FILL and DIFF. Missing data
 * makes the result missing.
 *
 * @param before the metrics in the period before, for DIFF
 * @throws {Error} for anything else
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function evaluate(
  expression: string,
  metrics: Readonly<Record<string, Datum>>,
  before: Readonly<Record<string, Datum>> = {},
): Datum {
  const tokens = expression.match(/[A-Za-z]\w*|\d+(?:\.\d+)?|[<>=!]=|\S/g) ?? [];
  let next = 0;
  let data = metrics;

  function take(wanted?: string): string {
    const token = tokens[next];
    if (token === undefined || (wanted !== undefined && token !== wanted)) {
      throw new Error(`expected ${wanted ?? 'more'} and not ${token} in ${expression}`);
    }
    next += 1;
    return token;
  }

  /** Operators of one rank, from the left; the next rank binds tighter. */
  function binary(rank: number): Datum {
    const operators = ranks[rank];
    if (operators === undefined) return operand();
    let left = binary(rank + 1);
    for (;;) {
      const operator = operators[tokens[next] ?? ''];
      if (operator === undefined) return left;
      take();
      const right = binary(rank + 1);
      left = left === undefined || right === undefined ? undefined : operator(left, right);
    }
  }

  function operand(): Datum {
    const token = take();
    if (token === '(') {
      const inner = binary(0);
      take(')');
      return inner;
    }
    if (/^\d/.test(token)) return Number(token);
    if (tokens[next] === '(') return callOf(token);
    if (!Object.hasOwn(metrics, token)) throw new Error(`no metric ${token} for ${expression}`);
    return data[token];
  }

  /** The same argument twice, now and in the period before. */
  function difference(): Datum {
    const argument = next;
    const now = binary(0);
    next = argument;
    data = before;
    const then = binary(0);
    data = metrics;
    take(')');
    return now === undefined || then === undefined ? undefined : now - then;
  }

  function callOf(name: string): Datum {
    take('(');
    if (name === 'DIFF') return difference();
    const given = [binary(0)];
    while (tokens[next] === ',') {
      take();
      given.push(binary(0));
    }
    take(')');
    const [first, second, third] = given;
    if (name === 'FILL') return first ?? second;
    if (name === 'IF') return first === undefined ? undefined : first ? second : third;
    throw new Error(`no function ${name} for ${expression}`);
  }

  const result = binary(0);
  if (next < tokens.length) throw new Error(`${tokens[next]} is too much in ${expression}`);
  return result;
}

type Operator = (left: number, right: number) => number;

/** From the loosest to the tightest. */
const ranks: readonly Readonly<Record<string, Operator>>[] = [
  { OR: (a, b) => Number(a !== 0 || b !== 0) },
  { AND: (a, b) => Number(a !== 0 && b !== 0) },
  {
    '>': (a, b) => Number(a > b),
    '>=': (a, b) => Number(a >= b),
    '<': (a, b) => Number(a < b),
    '<=': (a, b) => Number(a <= b),
    '==': (a, b) => Number(a === b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b },
];
