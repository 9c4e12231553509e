import Type from 'typebox';
import { identifier, openValue } from '../issuer-gateway/data/element.ts';
import { TokenStorageId, VirtualCardId } from '../issuer-gateway/data/identifiers.ts';
import { TokenPersoInfo } from '../tsp/data/token-perso-info.ts';

/**
 * Hub -> wallet, `POST {callbackBase}/token-data`: personalise the token on the device again, or give it new payment keys.
 * Any 2xx says that the device has taken them.
 */
export const ApplyTokenData = Type.Object({
  correlationId: identifier('Of the session the data belong to.', 64),
  virtualCardId: VirtualCardId,
  tokenStorageId: Type.Optional(TokenStorageId),
  purpose: openValue(['REPERSONALISATION', 'REPLENISHMENT'], 'What the data are for.'),
  tokenPersoInfo: TokenPersoInfo,
});
export type ApplyTokenData = Type.Static<typeof ApplyTokenData>;
