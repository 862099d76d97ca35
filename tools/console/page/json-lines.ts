/** A line of indented JSON. */
export interface JsonLine {
  readonly text: string;
  /** Where its value is: `$.entry[0].id`. Absent on a line that only closes. */
  readonly path?: string | undefined;
}

const token = /"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** An object or an array that is open. */
interface Frame {
  readonly path: string;
  readonly isArray: boolean;
  index: number;
}

/**
 * The lines of JSON, indented. The words of the text stay as they are: a number that a double cannot
 * hold, and a name that stands twice.
 *
 * @returns `undefined` for text that is not JSON
 */
export function toJsonLines(json: string): readonly JsonLine[] | undefined {
  if (!isJson(json)) return undefined;
  const tokens = json.match(token) ?? [];
  const lines: JsonLine[] = [];
  const frames: Frame[] = [];
  let text = '';
  let path: string | undefined = '$';
  let isName = false;

  const endLine = () => {
    lines.push({ text, path });
    text = '  '.repeat(frames.length);
  };
  const beginMember = () => {
    const frame = frames.at(-1);
    if (frame?.isArray) path = `${frame.path}[${frame.index}]`;
    isName = frame?.isArray === false;
  };

  for (const [at, each] of tokens.entries()) {
    if (each === '{' || each === '[') {
      text += each;
      const isArray = each === '[';
      const isEmpty = tokens[at + 1] === (isArray ? ']' : '}');
      frames.push({ path: path ?? '$', isArray, index: 0 });
      if (isEmpty) continue;
      endLine();
      beginMember();
    } else if (each === '}' || each === ']') {
      const isEmpty = tokens[at - 1] === (each === ']' ? '[' : '{');
      frames.pop();
      if (!isEmpty) {
        lines.push({ text, path });
        path = undefined;
        text = '  '.repeat(frames.length);
      }
      text += each;
    } else if (each === ',') {
      text += each;
      endLine();
      const frame = frames.at(-1);
      if (frame !== undefined) frame.index += 1;
      beginMember();
    } else if (each === ':') {
      text += ': ';
      isName = false;
    } else {
      if (isName) path = `${frames.at(-1)?.path ?? '$'}${toStep(JSON.parse(each))}`;
      text += each;
    }
  }
  lines.push({ text, path });
  return lines;
}

/** As the adapters write a path. */
function toStep(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const lastStep = /(\.[\w-]+|\[\d+\]|\["(?:\\.|[^"\\])*"\])$/;

/** The line of a path; that of the nearest value around it when the JSON does not have it. */
export function findLine(lines: readonly JsonLine[], path: string): number {
  let wanted = path;
  for (;;) {
    const at = lines.findIndex((line) => line.path === wanted);
    if (at >= 0 || !lastStep.test(wanted)) return at;
    wanted = wanted.replace(lastStep, '');
  }
}
