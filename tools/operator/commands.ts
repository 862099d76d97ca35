import type { Command } from './command.ts';
import { showConsole } from './commands/console.ts';
import { deadLettersList } from './commands/dead-letters-list.ts';
import { deadLettersRedrive } from './commands/dead-letters-redrive.ts';
import { doctor } from './commands/doctor.ts';
import { erase } from './commands/erase.ts';
import { exportEvents } from './commands/export.ts';
import { httpDisable } from './commands/http-disable.ts';
import { httpEnable } from './commands/http-enable.ts';
import { httpList } from './commands/http-list.ts';
import { httpRedrive } from './commands/http-redrive.ts';
import { httpReplay } from './commands/http-replay.ts';
import { httpRotate } from './commands/http-rotate.ts';
import { httpSecret } from './commands/http-secret.ts';
import { httpTest } from './commands/http-test.ts';
import { listen } from './commands/listen.ts';
import { mediaList } from './commands/media-list.ts';
import { mediaRetry } from './commands/media-retry.ts';
import { quarantineList } from './commands/quarantine-list.ts';
import { quarantineReplay } from './commands/quarantine-replay.ts';
import { quarantineShow } from './commands/quarantine-show.ts';
import { query } from './commands/query.ts';
import { replay } from './commands/replay.ts';
import { retained } from './commands/retained.ts';
import { secretsCheck } from './commands/secrets-check.ts';
import { secretsRemove } from './commands/secrets-remove.ts';
import { secretsRotate } from './commands/secrets-rotate.ts';
import { secretsSet } from './commands/secrets-set.ts';
import { send } from './commands/send.ts';
import { tail } from './commands/tail.ts';
import { trigger } from './commands/trigger.ts';
import { urls } from './commands/urls.ts';
import { usersLink } from './commands/users-link.ts';
import { usersShow } from './commands/users-show.ts';
import { usersUnlink } from './commands/users-unlink.ts';
import { verify } from './commands/verify.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  urls,
  doctor,
  verify,
  tail,
  showConsole,
  listen,
  query,
  usersShow,
  usersUnlink,
  usersLink,
  send,
  trigger,
  quarantineList,
  quarantineShow,
  quarantineReplay,
  replay,
  deadLettersList,
  deadLettersRedrive,
  mediaList,
  mediaRetry,
  httpList,
  httpTest,
  httpEnable,
  httpDisable,
  httpRedrive,
  httpReplay,
  httpSecret,
  httpRotate,
  exportEvents,
  retained,
  secretsCheck,
  secretsSet,
  secretsRotate,
  secretsRemove,
  erase,
];
