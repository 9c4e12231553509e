import Type from 'typebox';
import { identifier, openValue } from '../issuer-gateway/data/element.ts';
import { TokenStorageId, VirtualCardId } from '../issuer-gateway/data/identifiers.ts';
import { tokenStates } from '../issuer-gateway/data/token-state.ts';

/** Hub -> wallet, `POST {callbackBase}/token-changes`: put this on the device; any 2xx says it is there. */
export const ApplyTokenChange = Type.Object({
  correlationId: identifier('Of the session the change belongs to.', 64),
  virtualCardId: VirtualCardId,
  tokenStorageId: Type.Optional(TokenStorageId),
  action: openValue(['ACTIVATE', 'SUSPEND', 'RESUME', 'DELETE', 'UPDATE'], 'What was done to the token.'),
  state: openValue(tokenStates, 'The state the token is in now.'),
  cardLastDigits: identifier('Of the card number.', 4),
});
export type ApplyTokenChange = Type.Static<typeof ApplyTokenChange>;
