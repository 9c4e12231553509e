import Type from 'typebox';
import { identifier, instant } from '../issuer-gateway/data/element.ts';
import {
  IssuerCardRefId,
  VirtualCardId,
  WalletCardRefId,
  WalletProviderId,
} from '../issuer-gateway/data/identifiers.ts';
import { EnrolmentId, Trid } from '../token-requestor/identifiers.ts';
import { TokenType } from '../token-requestor/start-enrolment.ts';
import { closedObject } from './closed-object.ts';
import { IssuerId, Limit } from './elements.ts';
import { ExchangeView } from './exchange.ts';
import { ProductId } from './product.ts';
import { RequestorId } from './requestor.ts';
import { OfferedMethods, OtpState, RefusalInWords } from './verification.ts';

/** Query of `GET /sessions`. */
export const SessionFilter = closedObject({
  issuerId: Type.Optional(IssuerId),
  /** The `next` of the page before. */
  before: Type.Optional(EnrolmentId),
  limit: Type.Optional(Limit),
});
export type SessionFilter = Type.Static<typeof SessionFilter>;

const finding = identifier('What the check found, in words.', 256);

/** How D1 decided; of a card whose issuer decides there is none. */
const DecisionTrace = Type.Object({
  decidedBy: identifier('The check that made the decision what it is.'),
  finding,
  checks: Type.Array(
    Type.Object({
      check: identifier('What was checked.'),
      leaves: identifier('The most that it allows: green, yellow or red.'),
      finding,
    }),
    { description: 'In the order they were made.' },
  ),
});

/** An enrolment session as the operator sees it: nothing of the card but its last digits, nothing of the cardholder. */
export const SessionView = Type.Object({
  enrolmentId: EnrolmentId,
  primaryVirtualCardId: Type.Optional(
    identifier('Of a session that adds an auxiliary token: the primary one.'),
  ),
  issuerId: IssuerId,
  productId: ProductId,
  requestorId: RequestorId,
  tokenRequestorId: Trid,
  walletProviderId: WalletProviderId,
  walletCardRefId: Type.Optional(WalletCardRefId),
  tokenType: TokenType,
  cardLastDigits: identifier('Of the card number.', 4),
  step: identifier('Whose turn it is; ENDED: see `outcome`.'),
  outcome: Type.Optional(identifier('How the session ended.')),
  refusal: Type.Optional(RefusalInWords),
  decision: Type.Optional(identifier('The tokenization decision: green, yellow or red.')),
  decisionTrace: Type.Optional(DecisionTrace),
  issuerCardRefId: Type.Optional(IssuerCardRefId),
  issuerProductId: Type.Optional(identifier('Card profile, as the issuer named it.')),
  terms: Type.Optional(
    Type.Object({
      id: identifier('Terms and conditions.'),
      version: identifier('Of the terms.'),
      language: identifier('ISO 639-1.'),
      acceptedAt: instant('When they were accepted.'),
    }),
  ),
  idvMethods: OfferedMethods,
  otp: Type.Optional(OtpState),
  virtualCardId: Type.Optional(VirtualCardId),
  issuerWait: Type.Integer({ description: 'Milliseconds spent waiting for the issuer.' }),
  createdAt: instant('When it began.'),
  updatedAt: instant('When it changed last.'),
  dueAt: Type.Optional(instant('When ageing closes it.')),
});
export type SessionView = Type.Static<typeof SessionView>;

export const SessionList = Type.Object({
  sessions: Type.Array(SessionView, { description: 'Newest first.' }),
  next: Type.Optional(identifier('`before` of the next page; absent on the last.')),
});
export type SessionList = Type.Static<typeof SessionList>;

/** `GET /sessions/{enrolmentId}`: the session and its messages. */
export const SessionDetails = Type.Object({
  session: SessionView,
  exchanges: Type.Array(ExchangeView, { description: 'In the order they began.' }),
});
export type SessionDetails = Type.Static<typeof SessionDetails>;
