import { startEmulator } from '../../../tools/emulator/emulator.ts';

/**
 * The emulator in its own process, so that the sender does not slow it down. It sends its addresses to
 * the parent process when it is ready, and exits with it.
 */
const gateway = await startEmulator({
  port: 0,
  dataDirectory: undefined,
  assemblyDirectory: process.argv[2],
});
const { port, awsEndpoint, outputs } = gateway;
process.once('disconnect', async () => {
  await gateway.close();
  process.exit(0);
});
process.send?.({ port, awsEndpoint, outputs, urls: await gateway.urls() });
