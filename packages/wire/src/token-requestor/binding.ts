import Type from 'typebox';
import { Authenticator } from '../issuer-gateway/data/authenticator-info.ts';
import { identifier, instant, openValue } from '../issuer-gateway/data/element.ts';
import { DeviceBindingReference, VirtualCardId } from '../issuer-gateway/data/identifiers.ts';
import { IdvMethod } from '../issuer-gateway/data/idv-method.ts';
import { OtpChallengeView } from './otp-challenge.ts';
import { RefusalView } from './refusal.ts';

export const BindingId = identifier('The binding; also the correlation id the issuer sees.', 64);

/** Where a binding can stand. */
export const bindingStates = [
  'ASKED',
  'VERIFICATION_DUE',
  'APPROVED',
  'BOUND',
  'UNBOUND',
  'REFUSED',
  'FAILED',
  'EXPIRED',
] as const;

export type BindingState = (typeof bindingStates)[number];

/** What a requestor sees of the binding of its token to a device. */
export const BindingView = Type.Object({
  bindingId: BindingId,
  virtualCardId: VirtualCardId,
  tokenStorageId: identifier('The device, as the requestor knows it.', 64),
  /**
   * VERIFICATION_DUE: let the user choose one of `idvMethods`; with a code sent, submit it. APPROVED: the TSP carries it
   * out, look again. BOUND: done, until it is UNBOUND. REFUSED, FAILED, EXPIRED: it came to nothing.
   */
  state: openValue(bindingStates, 'Where the binding stands.'),
  decision: Type.Optional(openValue(['green', 'yellow', 'red'], "The issuer's decision.")),
  refusal: Type.Optional(RefusalView),
  idvMethods: Type.Optional(Type.Array(IdvMethod)),
  otp: Type.Optional(OtpChallengeView),
  deviceBindingReference: Type.Optional(DeviceBindingReference),
  authenticatorInfo: Type.Optional(Authenticator),
  creationDate: instant('When the binding was asked for.'),
  lastUpdateDate: instant('When the binding changed last.'),
});
export type BindingView = Type.Static<typeof BindingView>;

/** `GET /tokens/{virtualCardId}/bindings`. */
export const BindingList = Type.Object({ bindings: Type.Array(BindingView) });
export type BindingList = Type.Static<typeof BindingList>;
