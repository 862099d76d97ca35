export const types = ['message.received', 'message.sent'] as const;
