import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { OperatorError } from './operator-error.ts';

/** Secrets Manager stores 65,536 bytes; a value is much smaller. */
const maxBytes = 16 * 1024;

/**
 * Reads a value that must not stand on the command line, where the shell would remember it and other users could
 * see it. At a terminal it is typed without echo; otherwise all of standard input is the value, without the line
 * break at its end.
 *
 * @param write prints the prompt
 * @throws {OperatorError} for an empty or a very long value
 */
export async function readValue(
  input: Pick<ReadStream, 'isTTY'> & NodeJS.ReadableStream,
  prompt: string,
  write: (text: string) => void,
): Promise<string> {
  const value = input.isTTY ? await readLine(input, prompt, write) : await readAll(input);
  if (value === '')
    throw new OperatorError('no value: type it at the prompt, or pipe it to standard input');
  return value;
}

async function readLine(
  input: NodeJS.ReadableStream,
  prompt: string,
  write: (text: string) => void,
): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: true });
  try {
    const stopped = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
    const typed = lines.question('');
    write(`${prompt}: `);
    return (await Promise.race([typed, stopped])).trim();
  } finally {
    lines.close();
    write('\n');
  }
}

async function readAll(input: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new OperatorError(`the value on standard input is longer than ${maxBytes} bytes`);
  }
  return Buffer.concat(chunks)
    .toString()
    .replace(/\r?\n$/, '');
}
