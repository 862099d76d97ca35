import { Session } from 'node:inspector/promises';

/** Under this key, the conditions of the breakpoints find the function that notes a module. */
const noteKey = 'tributary.journey';

/**
 * Runs some work and lists the modules of which a function runs meanwhile, in the order in which they
 * are entered first. Loading a module does not count: load all modules before.
 *
 * V8's coverage knows which functions ran, but not in which order. Here each position at which a
 * debugger could pause gets a breakpoint whose condition notes the module and is never true, so that
 * nothing pauses.
 *
 * @param isWatched by the module's `file:` URL
 */
export async function traceModules(
  isWatched: (url: string) => boolean,
  work: () => Promise<void>,
): Promise<readonly string[]> {
  const entered = new Set<string>();
  Object.defineProperty(globalThis, Symbol.for(noteKey), {
    value: (url: string) => void entered.add(url),
    configurable: true,
  });
  const session = new Session();
  session.connect();
  try {
    const scripts = new Map<string, string>();
    session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => {
      if (isWatched(url)) scripts.set(scriptId, url);
    });
    await session.post('Debugger.enable');
    for (const [scriptId, url] of scripts) await watch(session, scriptId, url);
    await work();
    return [...entered];
  } finally {
    session.disconnect();
    Reflect.deleteProperty(globalThis, Symbol.for(noteKey));
  }
}

async function watch(session: Session, scriptId: string, url: string): Promise<void> {
  const condition = `globalThis[Symbol.for(${JSON.stringify(noteKey)})](${JSON.stringify(url)})`;
  const start = { scriptId, lineNumber: 0, columnNumber: 0 };
  const { locations } = await session.post('Debugger.getPossibleBreakpoints', { start });
  for (const location of locations) {
    await session.post('Debugger.setBreakpoint', { location, condition });
  }
}
