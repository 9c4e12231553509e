import Type from 'typebox';
import { expiryPattern } from '../card/expiry.ts';
import { TokenPersoInfo } from '../tsp/data/token-perso-info.ts';
import { Trid } from './identifiers.ts';

const coordinate = (description: string) =>
  Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description, log: 'plain' });

/** `POST /tokens/{virtualCardId}/personalisation`: while a token is being delivered, its device asks for what it pays with. */
export const PersonaliseToken = Type.Object({
  devicePublicKey: Type.Object(
    {
      kty: Type.Literal('EC', { log: 'plain' }),
      crv: Type.Literal('P-256', { log: 'plain' }),
      x: coordinate('Base64url.'),
      y: coordinate('Base64url.'),
    },
    { description: 'Public key of the device as JWK: nobody else can read the answer.' },
  ),
});
export type PersonaliseToken = Type.Static<typeof PersonaliseToken>;

/** The answer: {@link DeviceData}, sealed for the device. */
export const SealedPersonalisation = Type.Object({
  personalisation: Type.String({ description: 'Compact JWE, ECDH-ES with A256GCM.', log: 'envelope' }),
});
export type SealedPersonalisation = Type.Static<typeof SealedPersonalisation>;

/** What a device pays with. It is never anywhere in clear but in the device. */
export const TokenPersonalisation = Type.Object({
  token: Type.String({ pattern: '^[0-9]{13,19}$', description: 'The token.' }),
  tokenExpiryDate: Type.String({ pattern: expiryPattern, description: 'Of the token, MMYY.' }),
  tokenRequestorId: Trid,
  keyIndex: Type.Integer({ minimum: 1, maximum: 255, description: 'Names the key in chip data.' }),
  key: Type.String({ pattern: '^[0-9a-f]{32}$', description: 'Of the cryptograms: AES-128, hexadecimal.' }),
});
export type TokenPersonalisation = Type.Static<typeof TokenPersonalisation>;

/** What personalises a token whose TSP submits the data itself: elements that only TSP and device understand. */
export const SubmittedPersonalisation = Type.Object({ tokenPersoInfo: TokenPersoInfo });
export type SubmittedPersonalisation = Type.Static<typeof SubmittedPersonalisation>;

/** What a device is given: the one or the other, by the token's TSP. */
export type DeviceData = TokenPersonalisation | SubmittedPersonalisation;
