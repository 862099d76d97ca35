/** The clock of the viewer's device. */
export const now = () => new Date();
