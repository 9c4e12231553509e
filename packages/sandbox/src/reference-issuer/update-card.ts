import type { HubAnswer } from '@countermark/issuer-kit/client/hub-answer';
import {
  type FpanDetails,
  readFpanDetails,
  writeFpanDetails,
} from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import type { UpdateCardRequest } from '@countermark/wire/issuer-gateway/update-card';
import type { CardReferences, CardReplacement } from './card-references.ts';
import type { HubClient } from './hub-client.ts';

/** `updateCard` as a person writes it: `fpanDetails` in the clear are sealed on the way, a text goes as it is. */
export type UpdateCardInClear = Omit<UpdateCardRequest, 'fpanDetails'> & {
  fpanDetails?: string | FpanDetails;
};

/** `updateCard` of either API. */
export const updateCardOperations = ['updateCard', 'auxiliary/updateCard'] as const;
export type UpdateCardOperation = (typeof updateCardOperations)[number];

export interface UpdateCardCall {
  operation: UpdateCardOperation;
  issuerId: string;
  correlationId: string;
  body: UpdateCardInClear;
}

/** Replaces or renews a card at the hub and, once the hub agreed, in the issuer's own books. */
export async function updateCard(
  call: UpdateCardCall,
  { hub, references }: { hub: HubClient; references: CardReferences },
): Promise<HubAnswer> {
  const body = await sealed(call, hub);
  const answer = await hub.callHub({ ...call, body });
  if (answer.status === 200) await references.replace(replacementOf(call));
  return answer;
}

async function sealed({ issuerId, body }: UpdateCardCall, hub: HubClient): Promise<object> {
  const { fpanDetails, ...others } = body;
  if (!isInClear(fpanDetails)) return body;
  const { text, publicKeyIdentifier } = await hub.seal(issuerId, writeFpanDetails(fpanDetails));
  return { publicKeyIdentifier, ...others, fpanDetails: text };
}

/** A number that came sealed stays unknown here until it is enrolled, and then gets a reference of its own. */
function replacementOf({ issuerId, body }: UpdateCardCall): CardReplacement {
  const { issuerCardRefId, newIssuerCardRefId, newProductId, fpanDetails } = body;
  const reading = isInClear(fpanDetails) ? readFpanDetails(writeFpanDetails(fpanDetails)) : undefined;
  const newCard = reading?.ok
    ? { pan: reading.content.newFPAN, expiryYear: reading.content.newExpDate.slice(2) }
    : undefined;
  return { issuerId, issuerCardRefId, newIssuerCardRefId, newProductId, newCard };
}

function isInClear(fpanDetails: UpdateCardInClear['fpanDetails']): fpanDetails is FpanDetails {
  return typeof fpanDetails === 'object' && fpanDetails !== null;
}
