/**
 * Ends a command when its output cannot be written any more: nobody reads it (`| head`), which is no
 * error, or the disk is full. It ends as with Ctrl-C where the command listens for that, so that what
 * it made is taken away again, and at once elsewhere. Call it before the command.
 */
export function endWithOutput(): void {
  let hasEnded = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (hasEnded) return;
    hasEnded = true;
    const isUnread = error.code === 'EPIPE';
    if (!isUnread) console.error(`the output could not be written: ${error.message}`);
    if (process.listenerCount('SIGINT') > 0) process.emit('SIGINT');
    else process.exit(isUnread ? 0 : 1);
  });
}
