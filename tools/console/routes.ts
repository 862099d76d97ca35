import { emulatorPaths } from '../emulator-client/local-urls.ts';

const folder = emulatorPaths.console;

/** The files of the page, which is at `/`, and what is asked before a gateway is chosen. */
export const siteRoutes = {
  script: `${folder}page.js`,
  style: `${folder}page.css`,
  icon: `${folder}icon.svg`,
  session: `${folder}session`,
  site: `${folder}site`,
  writing: `${folder}writing`,
} as const;

/** What is asked about a gateway. The query `gateway` has its name; without it, it is the first one. */
export const routes = {
  about: `${folder}api/about`,
  events: `${folder}api/events`,
  conversations: `${folder}api/conversations`,
  chat: `${folder}api/chat`,
  records: `${folder}api/records`,
  callbacks: `${folder}api/callbacks`,
  callback: `${folder}api/callback`,
  following: `${folder}api/following`,
  reading: `${folder}api/reading`,
  quarantine: `${folder}api/quarantine`,
  quarantined: `${folder}api/quarantined`,
  group: `${folder}api/group`,
  replay: `${folder}api/replay`,
  files: `${folder}api/files`,
  retry: `${folder}api/retry`,
  providers: `${folder}api/providers`,
  send: `${folder}api/send`,
  health: `${folder}api/health`,
  things: `${folder}api/things`,
  thing: `${folder}api/thing`,
  media: `${folder}media`,
} as const;

/** The header with the session of a console that is not the emulator's. */
export const sessionHeader = 'tributary-session';
