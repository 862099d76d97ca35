import repository from '../../package.json' with { type: 'json' };

/** Of `node:sqlite` and its like: a built-in module that came with a later Node.js. */
const unknownBuiltin = 'ERR_UNKNOWN_BUILTIN_MODULE';
const notFound = 'ERR_MODULE_NOT_FOUND';

/**
 * Says what to install, where a command failed because this folder lacks a package that only developers need, or
 * because Node.js is too old.
 *
 * @returns `undefined` for any other error
 */
export function explainInstallation(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code === unknownBuiltin) {
    return `this needs Node.js ${repository.engines.node}, and runs on ${process.versions.node}: install a newer one`;
  }
  if (error.code !== notFound) return undefined;
  const name = /^Cannot find package '([^']+)'/.exec(error.message)?.[1];
  const range = Object.entries(repository.devDependencies).find(([each]) => each === name)?.[1];
  return range === undefined
    ? undefined
    : `this needs the package ${name}, which is not installed here: npm install --save-dev "${name}@${range}"`;
}
