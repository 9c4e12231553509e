import type { idvChoices } from '@countermark/sandbox/wallet-simulator/find-idv-method';

/** Test cards by the way their holder is verified: the expiry year chooses the reference issuer's answer. */
export const expiryFor: Record<keyof typeof idvChoices, string> = {
  sms: '1231',
  email: '1231',
  app: '1232',
  call: '1235',
  web: '1236',
  'outbound-call': '1236',
  '3ds': '1236',
};
