/**
 * The states of a token (Issuer Gateway API, token life cycle): `DEPLOYMENT_ONGOING` provisioning is under way;
 * `INACTIVE` on the device, not activated; `RESUMED` active, for the first time or again; `SUSPENDED`; `DELETED`;
 * `ERASED` no longer known to the hub.
 */
export const tokenStates = [
  'DEPLOYMENT_ONGOING',
  'INACTIVE',
  'RESUMED',
  'SUSPENDED',
  'DELETED',
  'ERASED',
] as const;

export type TokenState = (typeof tokenStates)[number];

/** Whether a text, the `status` of a `virtualCardList` item for one, is a state of this version of the API. */
export function isTokenState(text: string): text is TokenState {
  return tokenStates.some(state => state === text);
}
