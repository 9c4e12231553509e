import type { AuxiliaryAction } from '@countermark/wire/issuer-gateway-auxiliary/notify-virtual-card-change';
import type { BindingNotice } from './device-binding.ts';
import type { TokenAction } from './token.ts';

/** What the auxiliary API calls a change of a token; null: it has no word for it, and the issuer is not told. */
export const auxiliaryActions: Readonly<
  Record<TokenAction | BindingNotice['action'], AuxiliaryAction | null>
> = {
  ACTIVATE: 'ACTIVATE',
  SUSPEND: 'SUSPEND',
  RESUME: 'RESUME',
  DELETE: 'DELETE',
  DELETE_FROM_APP: 'DELETE',
  UPDATE: 'UPDATE',
  RENEW: null,
  ERASE: 'ERASE',
  DEVICE_BOUND: null,
  DEVICE_UNBOUND: null,
};
