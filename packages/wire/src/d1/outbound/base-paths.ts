/** Under which paths issuers usually serve what D1 calls; each issuer may set others. */
export const outboundBasePaths = {
  authorisation: '/authz/d1/v1',
  consumers: '/banking/d1/v1',
  consumerNotifications: '/notifications/d1/v1',
  cardNotifications: '/notifications/d1/v2',
  cardNotificationsV1: '/notifications/d1/v1',
  digitalCardNotifications: '/notifications/d1/v1',
  cms: '/cms/api/v1',
  physicalCards: '/cms/api/v1',
} as const;
