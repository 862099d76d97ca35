/** Whether this is the built module of the package, and not the TypeScript of the repository. */
export const isPackaged = import.meta.url.endsWith('.js');
