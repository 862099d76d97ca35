export const types = ['media.stored'] as const;
