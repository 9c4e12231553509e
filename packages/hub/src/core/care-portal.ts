/** What a network does to a token by itself, or somebody on its care portal. */
export const carePortalActions = [
  'ACTIVATE',
  'SUSPEND',
  'RESUME',
  'DELETE',
  'DELETE_FROM_APP',
  'RESTORE',
] as const;
export type CarePortalAction = (typeof carePortalActions)[number];

export function isCarePortalAction(event: string): event is CarePortalAction {
  return carePortalActions.some(action => action === event);
}
