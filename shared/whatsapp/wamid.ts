/** Whether an id is WhatsApp's id of a message: `wamid.HBgM…`. */
export function isWamid(id: string | undefined): id is string {
  return id?.startsWith('wamid.') === true;
}
