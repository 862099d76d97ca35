/** What the bot is for: the stack's rule and the function are both made of this list. */
export const types = ['message.received'] as const;
