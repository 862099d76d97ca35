/** Short for `tributary urls`: the callback URLs to paste into the providers’ consoles. */
process.argv.splice(2, 0, 'urls');
await import('./tributary.ts');

export {};
