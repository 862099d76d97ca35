/**
 * Ends a command when its output can no longer be written: because the reader closed it (`| head`), which
 * counts as success, or because the disk is full. A command that handles Ctrl-C ends in the same way, so
 * that it deletes what it created; any other command ends at once. Call this before the command.
 */
export function endWithOutput(): void {
  let hasEnded = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (hasEnded) return;
    hasEnded = true;
    const isClosedByReader = error.code === 'EPIPE';
    if (!isClosedByReader) console.error(`the output cannot be written: ${error.message}`);
    if (process.listenerCount('SIGINT') > 0) process.emit('SIGINT');
    else process.exit(isClosedByReader ? 0 : 1);
  });
}
