import Type from 'typebox';
import { personalText, text } from './element.ts';

/** An authenticator of the cardholder, as the hub tells of it. */
export const Authenticator = Type.Object({
  type: Type.Optional(text('Kind of authenticator.')),
  level: Type.Optional(text('Strength of the authentication.')),
});

export type Authenticator = Type.Static<typeof Authenticator>;

/** How the cardholder will be authenticated in later transactions. Both an object and a plain text are in use. */
export const AuthenticatorInfo = Type.Union([
  Authenticator,
  personalText('Authenticator in the words of the token service provider.'),
]);

export type AuthenticatorInfo = Type.Static<typeof AuthenticatorInfo>;
