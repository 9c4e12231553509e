import { lastInstantOfExpiry } from '@countermark/wire/card/expiry';
import { isPan } from '@countermark/wire/card/pan';
import { type CardInfo, readCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { openReceived } from './open-received.ts';
import { type Call, type Refusal, refuse } from './serve-operation.ts';

/** How a request names its card: enveloped, by the reference the issuer once gave it, or both. */
export interface CardNaming {
  cipheredCardInfo?: string | undefined;
  publicKeyIdentifier?: string | undefined;
  issuerCardRefId?: string | undefined;
}

/** A card of this issuer. */
export interface IdentifiedCard {
  issuerCardRefId: string;
  productId: string;
  /** `YY`; null when the card never came with an expiry date. */
  expiryYear: string | null;
  /** The last instant it is good; null when that is not known. */
  goodUntil: Date | null;
  /** Only of a card that came enveloped. */
  pan?: string;
}

export type Identification = { kind: 'CARD'; card: IdentifiedCard } | Refusal;

/** Finds the card a request is about, and gives it its reference when it comes for the first time. */
export async function identifyCard(naming: CardNaming, call: Call): Promise<Identification> {
  if (naming.cipheredCardInfo === undefined) return recallCard(naming.issuerCardRefId ?? '', call);
  const envelope = { text: naming.cipheredCardInfo, keyIdentifier: naming.publicKeyIdentifier };
  const cardInfo = await openReceived(envelope, readCardInfo, call);
  if (cardInfo === undefined) return refuse(ResponseCode.badParameterFormat, 'cipheredCardInfo');
  const identification = await referToCard(cardInfo, call);
  return contradicts(identification, naming.issuerCardRefId)
    ? refuse(ResponseCode.unknownCard)
    : identification;
}

async function referToCard({ fpan, exp }: CardInfo, { issuer, references }: Call): Promise<Identification> {
  if (!isPan(fpan)) return refuse(ResponseCode.invalidFpan);
  const product = issuer.products.find(({ panPrefix }) => fpan.startsWith(panPrefix));
  if (product === undefined) return refuse(ResponseCode.unknownCard);
  const { issuerId } = issuer;
  const { productId } = product;
  const expiryYear = exp?.slice(2) ?? null;
  const issuerCardRefId = await references.referenceOf({ issuerId, pan: fpan, productId, expiryYear });
  const goodUntil = exp === undefined ? null : lastInstantOfExpiry(exp);
  return { kind: 'CARD', card: { issuerCardRefId, productId, expiryYear, goodUntil, pan: fpan } };
}

/** Of a card's expiry only the year is remembered: it is taken to be good to the end of it. */
function recallCard(issuerCardRefId: string, { issuer, references }: Call): Identification {
  const card = references.recall(issuer.issuerId, issuerCardRefId);
  if (card === undefined) return refuse(ResponseCode.unknownCard);
  const goodUntil = card.expiryYear === null ? null : lastInstantOfExpiry(`12${card.expiryYear}`);
  return { kind: 'CARD', card: { issuerCardRefId, ...card, goodUntil } };
}

function contradicts(identification: Identification, issuerCardRefId: string | undefined): boolean {
  if (identification.kind !== 'CARD' || issuerCardRefId === undefined) return false;
  return identification.card.issuerCardRefId !== issuerCardRefId;
}
