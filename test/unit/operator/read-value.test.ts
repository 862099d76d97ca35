import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readValue } from '../../../tools/operator/read-value.ts';

/** Standard input that is not a terminal, with these bytes. */
const piped = (...chunks: readonly string[]) =>
  Object.assign(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), { isTTY: false });

/** A terminal at which someone types. */
const terminal = () => Object.assign(new PassThrough(), { isTTY: true });

describe('a value of a secret', () => {
  it.each([
    ['a line', ['hunter2\n'], 'hunter2'],
    ['a line without a break at its end', ['hunter2'], 'hunter2'],
    ['a line of Windows', ['hunter2\r\n'], 'hunter2'],
    ['several pieces', ['hun', 'ter2\n'], 'hunter2'],
    ['a key in PEM', ['-----BEGIN\na\n-----END\n'], '-----BEGIN\na\n-----END'],
  ])('is what is piped: %s', async (_what, chunks, value) => {
    const prompts: string[] = [];
    expect(await readValue(piped(...chunks), 'signing-key', (text) => prompts.push(text))).toBe(
      value,
    );
    expect(prompts).toEqual([]);
  });

  it.each([
    ['nothing', ['']],
    ['an empty line', ['\n']],
    ['more than a secret can hold', ['x'.repeat(20_000)]],
  ])('is refused when %s is piped, without the value', async (_what, chunks) => {
    const reading = readValue(piped(...chunks), 'signing-key', () => {});
    await expect(reading).rejects.toThrow(/no value|longer than/);
    await expect(reading).rejects.not.toThrow('xxx');
  });

  it('is what is typed after the prompt, which shows nothing of it', async () => {
    const input = terminal();
    let printed = '';
    const reading = readValue(input, 'signing-key', (text) => {
      printed += text;
      if (text !== '\n') input.write('hunter2\n');
    });
    expect(await reading).toBe('hunter2');
    expect(printed).toBe('signing-key: \n');
  });

  it('is missing when the terminal ends the input', async () => {
    const input = terminal();
    const reading = readValue(input, 'signing-key', () => void input.end());
    await expect(reading).rejects.toThrow('no value');
  });
});
