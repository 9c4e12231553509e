import Type from 'typebox';
import { expiryPattern } from '../card/expiry.ts';
import { DeviceInformation } from '../issuer-gateway/data/device-information.ts';
import { flag, identifier, instant } from '../issuer-gateway/data/element.ts';
import {
  IssuerCardRefId,
  PrimaryWalletVirtualCardId,
  TokenStorageId,
  VirtualCardId,
  WalletCardRefId,
  WalletProviderId,
  WalletVirtualCardId,
} from '../issuer-gateway/data/identifiers.ts';
import { tokenStates } from '../issuer-gateway/data/token-state.ts';
import { OccurredAt, ReportedEventId, Trid } from '../token-requestor/identifiers.ts';
import { TokenType } from '../token-requestor/start-enrolment.ts';
import { BindingView } from './binding.ts';
import { closedObject } from './closed-object.ts';
import { DeliveryView } from './delivery.ts';
import { IssuerId, Limit } from './elements.ts';
import { ExchangeView } from './exchange.ts';
import { ProductId } from './product.ts';
import { RequestorId } from './requestor.ts';
import { TransactionView } from './transaction.ts';
import { PersonalisationView } from './tsp.ts';

const TokenState = Type.Enum([...tokenStates], { description: 'State of a token' });

/** Query of `GET /tokens`. */
export const TokenSearch = closedObject({
  issuerId: Type.Optional(IssuerId),
  issuerCardRefId: Type.Optional(IssuerCardRefId),
  state: Type.Optional(TokenState),
  /** The `next` of the page before. */
  after: Type.Optional(VirtualCardId),
  limit: Type.Optional(Limit),
});
export type TokenSearch = Type.Static<typeof TokenSearch>;

/** A token as the operator sees it. Neither its value nor the card number is ever here. */
export const TokenView = Type.Object({
  virtualCardId: VirtualCardId,
  state: TokenState,
  suspendedBy: Type.Array(identifier('Who holds the token suspended.')),
  activated: flag('Whether the issuer was told that the token is active.'),
  issuerId: IssuerId,
  productId: ProductId,
  issuerCardRefId: Type.Optional(IssuerCardRefId),
  cardLastDigits: Type.Optional(identifier('Of the card number.', 4)),
  requestorId: RequestorId,
  tokenRequestorId: Trid,
  walletProviderId: WalletProviderId,
  walletCardRefId: Type.Optional(WalletCardRefId),
  walletVirtualCardId: Type.Optional(WalletVirtualCardId),
  tokenStorageId: Type.Optional(TokenStorageId),
  isPrimary: flag('False for the domestic token of a cobadged card.'),
  primaryWalletVirtualCardId: Type.Optional(PrimaryWalletVirtualCardId),
  tokenType: TokenType,
  tsp: identifier('The TSP that made the token.'),
  tspTokenId: identifier("The TSP's own reference of the token."),
  tokenLastDigits: Type.Optional(identifier('Of the token, until it is erased.', 4)),
  tokenExpiryDate: Type.String({ pattern: expiryPattern, description: 'Of the token, MMYY.' }),
  deviceInformation: Type.Partial(DeviceInformation, { description: 'Masked where it is about a person.' }),
  enrolmentId: identifier('The session that made the token.'),
  createdAt: instant('When the token was made.'),
  updatedAt: instant('When the token changed last.'),
  dueAt: Type.Optional(instant('When time alone will change the token.')),
});
export type TokenView = Type.Static<typeof TokenView>;

export const TokenList = Type.Object({
  tokens: Type.Array(TokenView, { description: 'Oldest first.' }),
  next: Type.Optional(identifier('`after` of the next page; absent on the last.')),
});
export type TokenList = Type.Static<typeof TokenList>;

/** `GET /tokens/{virtualCardId}`: the token, and everything said of it. */
export const TokenDetails = Type.Object({
  token: TokenView,
  exchanges: Type.Array(ExchangeView, { description: 'Oldest first.' }),
  bindings: Type.Array(BindingView, { description: 'To devices, ended ones too, oldest first.' }),
  deliveries: Type.Array(DeliveryView, { description: 'Newest first.' }),
  transactions: Type.Array(TransactionView, { description: 'Newest first.' }),
  personalisations: Type.Array(PersonalisationView, { description: 'Newest first.' }),
});
export type TokenDetails = Type.Static<typeof TokenDetails>;

/** `POST /tokens/{virtualCardId}/tsp-events`: what the TSP does to the token, on its care portal or by itself. */
export const ReportTspEvent = closedObject({
  event: Type.Enum(['ACTIVATE', 'SUSPEND', 'RESUME', 'DELETE', 'DELETE_FROM_APP', 'RESTORE', 'RENEW'], {
    description: 'What the TSP does',
  }),
  eventId: Type.Optional(ReportedEventId),
  occurredAt: Type.Optional(OccurredAt),
  tokenExpiryDate: Type.Optional(
    Type.String({
      pattern: expiryPattern,
      description: 'Of RENEW only: new expiry date of the token, MMYY; as the TSP has it when absent',
    }),
  ),
  errorCode: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 999,
      description: 'Of RENEW only: it failed, and its issuer is told with this response code; no date then',
    }),
  ),
});
export type ReportTspEvent = Type.Static<typeof ReportTspEvent>;
