/** Short for `tributary send`: sends a callback as its provider would. */
process.argv.splice(2, 0, 'send');
await import('./tributary.ts');

export {};
