/** A command for the folder of a CDK app, which needs no gateway. It is loaded when it runs. */
export interface ProjectCommand {
  /** As typed: `new-provider`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Loads the program, which takes the words after the name. */
  load(): Promise<(words: readonly string[]) => Promise<0 | 1 | 2>>;
}

/**
 * The commands for developers who have the gateway in a CDK app. An operator's laptop has neither an emulator nor a
 * CDK: each command loads what it needs itself.
 */
export const projectCommands: readonly ProjectCommand[] = [
  {
    name: 'init',
    summary: 'write a CDK app with a gateway into this folder',
    load: async () => (await import('./init/init.ts')).init,
  },
  {
    name: 'start',
    summary: 'run the CDK app of this folder on the emulator',
    load: async () => {
      const [{ start }, { serveConsole }] = await Promise.all([
        import('./emulator/command-line/start.ts'),
        import('./console/serve-console.ts'),
      ]);
      return (words) => start(words, serveConsole());
    },
  },
  {
    name: 'new-provider',
    summary: 'begin a provider of your own in this folder',
    load: async () => (await import('./init/new-provider.ts')).newProvider,
  },
  {
    name: 'golden',
    summary: 'write the goldens of your own provider',
    load: async () => (await import('./init/golden.ts')).golden,
  },
];
