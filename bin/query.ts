/** Short for `tributary query`: what the table holds of a message or a conversation. */
process.argv.splice(2, 0, 'query');
await import('./tributary.ts');

export {};
