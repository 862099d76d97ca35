/** Runs fauxqs in its own process: `node fauxqs-program.ts <port> <data directory>`. */
import { serveFauxqs } from './fauxqs-server.ts';

const [port, dataDirectory] = process.argv.slice(2);
try {
  await serveFauxqs(Number(port), dataDirectory);
  console.log(`listening on ${port}`);
} catch (error) {
  // The emulator prints the first line.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
