/** The console's numbers for the statuses of a message, in the documentation's order. */
const words = ['created', 'sent', 'failed', 'delivered', 'read'];

/** The word for the console's number of a status; anything else stays as it is. */
export function toStatusWord(code: string): string {
  return words.find((_word, index) => String(index) === code) ?? code;
}
