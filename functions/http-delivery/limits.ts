/**
 * How long the receiver may take for a request, from resolving its name to the header of its response.
 * Standard Webhooks recommends 15 to 30 s ("Deliverability", read 2026-11-28).
 */
export const longestPostMs = 15_000;
