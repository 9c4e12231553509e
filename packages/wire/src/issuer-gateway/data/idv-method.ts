import Type from 'typebox';
import { identifier, personalText } from './element.ts';

/**
 * One way in which the cardholder can prove to be one (identification and verification, ID&V). The issuer makes up
 * `id`, unique in its list, and gets it back as `otpMethodId`. A type that is not known is kept and shown, and never
 * chosen automatically.
 */
export const IdvMethod = Type.Object({
  id: identifier('The method within the list.'),
  type: identifier('Kind of method: cell_phone, email, bank_app, customer_service, website and others.'),
  value: Type.Optional(
    personalText('What the user is shown: masked number or address, application, number to dial, URL.', 2048),
  ),
});

export type IdvMethod = Type.Static<typeof IdvMethod>;

/**
 * What ends an ID&V method and lets the token become active:
 * `otp` the user types the password that the issuer sent on `sendOTP`; `issuer` the issuer calls `updateCardState`
 * with `RESUME`; `tsp` the token service provider reports it.
 */
export type IdvEnding = 'otp' | 'issuer' | 'tsp';

/** The known types of ID&V methods and what ends each (Issuer Gateway API, enrollment flow, activation options). */
export const idvEndings = {
  cell_phone: 'otp',
  email: 'otp',
  bank_app: 'issuer',
  customer_service: 'issuer',
  website: 'issuer',
  automated_call: 'issuer',
  outbound_call: 'tsp',
  '3ds': 'tsp',
} as const satisfies Record<string, IdvEnding>;

export type KnownIdvMethodType = keyof typeof idvEndings;

/** Whether the hub knows this type of method, and so what ends it. */
export function isKnownIdvMethodType(type: string): type is KnownIdvMethodType {
  return Object.hasOwn(idvEndings, type);
}

/** What ends a method of this type, `undefined` for a type that is not known. */
export function idvEnding(type: string): IdvEnding | undefined {
  return isKnownIdvMethodType(type) ? idvEndings[type] : undefined;
}

/** Whether the issuer delivers a one-time password for this type: only then may `sendOTP` be called. */
export function isOtpMethod(type: string): boolean {
  return idvEnding(type) === 'otp';
}
