import Type from 'typebox';
import { identifier, openValue } from '../issuer-gateway/data/element.ts';
import { correlationIdPattern } from '../issuer-gateway/headers.ts';
import { Trid } from '../token-requestor/identifiers.ts';
import { IssuerId, TokenId, TokenProductId, WalletCardRefId } from './data/identifiers.ts';
import { TokenInfo } from './data/token-info.ts';
import { TspTokenState } from './data/token-state.ts';
import { defineTspOperation } from './operation.ts';

const CorrelationId = Type.String({
  pattern: correlationIdPattern,
  description: 'The session of the createToken that made the token.',
  log: 'plain',
});

/** Most tokens of one answer. */
export const longestTokenList = 100;

/** Query of listTokens: tokens of an issuer, or those made in one session. */
export const ListTokensQuery = Type.Object({
  issuerId: Type.Optional(IssuerId),
  correlationId: Type.Optional(CorrelationId),
  /** The last token of the page before. */
  after: Type.Optional(TokenId),
  limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|100)$', description: '1 to 100' })),
});
export type ListTokensQuery = Type.Static<typeof ListTokensQuery>;

const ListedToken = Type.Object({
  tokenId: TokenId,
  issuerId: IssuerId,
  correlationId: Type.Optional(CorrelationId),
  tokenRequestorId: Trid,
  walletCardRefId: Type.Optional(WalletCardRefId),
  tokenStorageId: Type.Optional(identifier('Where the token lives.', 64)),
  tokenProductId: Type.Optional(TokenProductId),
  tokenType: Type.Optional(openValue(['EMBEDDED_SE', 'HCE', 'CARD_ON_FILE'], 'Kind of storage.')),
  tokenInfo: Type.Object({ ...TokenInfo.properties, state: TspTokenState }),
});
export type ListedToken = Type.Static<typeof ListedToken>;

/** Hub -> TSP: which tokens are there? Deleted ones too, in the order of the code points of their ids. */
export const listTokens = defineTspOperation({
  name: 'listTokens',
  method: 'GET',
  path: '/tokens',
  summary: 'List tokens.',
  request: null,
  success: 200,
  response: Type.Object({
    tokens: Type.Array(ListedToken, {
      maxItems: longestTokenList,
      description: 'In the order of their ids.',
    }),
  }),
});
