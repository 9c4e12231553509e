import Type from 'typebox';
import { correlationIdPattern } from '../issuer-gateway/headers.ts';
import { Trid } from '../token-requestor/identifiers.ts';
import { IssuerCardRefId, IssuerId, TokenId, WalletCardRefId } from './data/identifiers.ts';
import { TokenInfo } from './data/token-info.ts';
import { TspTokenState } from './data/token-state.ts';
import { defineTspOperation } from './operation.ts';

/** Query of listTokens: tokens of one issuer in the order of their ids, or those made in one session. */
export const ListTokensQuery = Type.Object({
  issuerId: IssuerId,
  /** The session of createToken. */
  correlationId: Type.Optional(Type.String({ pattern: correlationIdPattern })),
  after: Type.Optional(TokenId),
  limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]{0,2}|1000)$' })),
});
export type ListTokensQuery = Type.Static<typeof ListTokensQuery>;

/** Hub -> TSP: which tokens are there? */
export const listTokens = defineTspOperation({
  name: 'listTokens',
  method: 'GET',
  path: '/tokens',
  summary: 'List tokens.',
  request: null,
  success: 200,
  response: Type.Object({
    tokens: Type.Array(
      Type.Object({
        tokenId: TokenId,
        issuerCardRefId: Type.Optional(IssuerCardRefId),
        walletCardRefId: Type.Optional(WalletCardRefId),
        tokenRequestorId: Type.Optional(Trid),
        tokenInfo: Type.Object({ ...TokenInfo.properties, state: TspTokenState }),
      }),
      { maxItems: 1000, description: 'In the order of their ids.' },
    ),
  }),
});
