/** The events of the bot. The rule in the stack and the function share this list. */
export const types = ['message.received'] as const;
