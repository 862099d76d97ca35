export const types = ['template.status.updated'] as const;
