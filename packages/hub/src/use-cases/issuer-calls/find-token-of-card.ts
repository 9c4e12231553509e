import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { Card } from '../../core/card.ts';
import type { Token } from '../../core/token.ts';
import type { Aggregates } from '../../ports/store.ts';

/** Refusal of an inbound call, with the response code the issuer gets. */
export interface Refused {
  accepted: false;
  code: number;
  /** The member of the request that is to blame, where it is one. */
  parameter?: string;
}

export function refused(code: number, parameter?: string): Refused {
  return { accepted: false, code, ...(parameter !== undefined && { parameter }) };
}

export const unknownCard = refused(ResponseCode.unknownCard);
export const unknownVirtualCard = refused(ResponseCode.unknownVirtualCard);

/** A token named by an issuer: of this card, and not erased. */
export async function findTokenOfCard(
  store: Pick<Aggregates, 'tokens'>,
  card: Card,
  virtualCardId: string,
): Promise<Token | null> {
  const token = await store.tokens.find(virtualCardId);
  return token?.cardId === card.cardId && token.state !== 'ERASED' ? token : null;
}
