/** Short for `tributary tail`: the events of the bus as they come. */
process.argv.splice(2, 0, 'tail');
await import('./tributary.ts');

export {};
