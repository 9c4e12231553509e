import { IssuerGatewayRefusal, ResponseCode } from '@countermark/issuer-kit';
import { lastInstantOfExpiry } from '@countermark/wire/card/expiry';
import { isPan } from '@countermark/wire/card/pan';
import type { CardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { Bank } from './bank.ts';

/** How a request names its card: by its number, by the reference the issuer once gave it, or both. */
export interface CardNaming {
  info: CardInfo | undefined;
  issuerCardRefId: string | undefined;
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

type Identification = IdentifiedCard | IssuerGatewayRefusal;

/** Finds the card a request is about, and gives it its reference when it comes for the first time. */
export async function identifyCard(
  { info, issuerCardRefId }: CardNaming,
  bank: Bank,
): Promise<Identification> {
  if (info === undefined) return recallCard(issuerCardRefId ?? '', bank);
  const card = await referToCard(info, bank);
  if (card instanceof IssuerGatewayRefusal) return card;
  const contradicts = issuerCardRefId !== undefined && card.issuerCardRefId !== issuerCardRefId;
  return contradicts ? new IssuerGatewayRefusal(ResponseCode.unknownCard) : card;
}

async function referToCard({ fpan, exp }: CardInfo, { issuer, references }: Bank): Promise<Identification> {
  if (!isPan(fpan)) return new IssuerGatewayRefusal(ResponseCode.invalidFpan);
  const product = issuer.products.find(({ panPrefix }) => fpan.startsWith(panPrefix));
  if (product === undefined) return new IssuerGatewayRefusal(ResponseCode.unknownCard);
  const { issuerId } = issuer;
  const { productId } = product;
  const expiryYear = exp?.slice(2) ?? null;
  const issuerCardRefId = await references.referenceOf({ issuerId, pan: fpan, productId, expiryYear });
  const goodUntil = exp === undefined ? null : lastInstantOfExpiry(exp);
  return { issuerCardRefId, productId, expiryYear, goodUntil, pan: fpan };
}

/** Of a card's expiry only the year is remembered: it is taken to be good to the end of it. */
function recallCard(issuerCardRefId: string, { issuer, references }: Bank): Identification {
  const card = references.recall(issuer.issuerId, issuerCardRefId);
  if (card === undefined) return new IssuerGatewayRefusal(ResponseCode.unknownCard);
  const goodUntil = card.expiryYear === null ? null : lastInstantOfExpiry(`12${card.expiryYear}`);
  return { issuerCardRefId, ...card, goodUntil };
}
