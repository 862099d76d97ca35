import { startEmulator } from '../../../tools/emulator/emulator.ts';

/**
 * The emulator in a process of its own, so that whoever sends to it does not slow it down. It
 * says where it is as soon as it is ready, and ends with its parent.
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
