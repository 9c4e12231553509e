import Type from 'typebox';
import { WalletCardRefId } from '../issuer-gateway/data/identifiers.ts';

/** Query of `GET /tokens`: the tokens of one card, or the newest of all. */
export const ListTokens = Type.Object({
  walletCardRefId: Type.Optional(WalletCardRefId),
});
export type ListTokens = Type.Static<typeof ListTokens>;
