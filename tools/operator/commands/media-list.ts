import { defineCommand } from '../command.ts';
import { openStores } from '../gateway/open-stores.ts';
import { type ListedFile, listFiles } from '../media/list-files.ts';
import { messageSelectionOptions, selectMessages } from '../media/select-messages.ts';
import { pasteableCommand } from '../pasteable-command.ts';

export const mediaList = defineCommand({
  name: 'media list',
  summary: 'list the files of messages: which are stored, which failed, and why',
  details: `Shows the message and the conversation of each file, its state, and since when it has that state. A file
is pending while the mirror still tries it, and if the mirror never received its message.`,
  writes: false,
  options: {
    ...messageSelectionOptions,
    failed: { type: 'boolean', help: 'only files that failed' },
  },
  async run(values, _names, context) {
    const { output } = context;
    const { failed = false, message, from } = values;
    const stores = await openStores(context);
    const pks = await selectMessages(values, stores, context, failed ? 'media.failed' : 'message');
    const files = await listFiles(pks, stores.table);
    const listed = failed ? files.filter(({ state }) => state === 'failed') : files;
    const what = ['since', 'provider', 'conversation', 'message', 'file'] as const;
    output.list(listed, failed ? [...what, 'reason'] : [...what, 'state', 'reason'], 'reason');
    if (listed.length === 0) output.progress('no such files');

    const selection = message === undefined ? `--from ${from}` : `--message ${message}`;
    const retry = pasteableCommand(`media retry ${selection}`, stores.gateway);
    const count = (isCounted: (file: ListedFile) => boolean) => listed.filter(isCounted).length;
    const last = count(({ retryable }) => retryable === true);
    const permanent = count(({ retryable }) => retryable === false);
    if (last > 0) output.progress(`${last} failed at the last attempt: ${retry}`);
    if (permanent > 0) output.progress(`${permanent} failed permanently: ${retry} --force`);
    return 0;
  },
});
