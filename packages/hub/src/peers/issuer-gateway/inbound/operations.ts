import { getCardInfo } from '@countermark/wire/issuer-gateway/get-card-info';
import { getTokenInfo } from '@countermark/wire/issuer-gateway/get-token-info';
import type { IssuerGatewayOperation, RequestOf } from '@countermark/wire/issuer-gateway/operation';
import { sendMessage } from '@countermark/wire/issuer-gateway/send-message';
import { updateCard } from '@countermark/wire/issuer-gateway/update-card';
import { updateCardState } from '@countermark/wire/issuer-gateway/update-card-state';
import type { Issuer } from '../../../core/issuer.ts';
import type { Hub } from '../../../ports.ts';
import type { Refused } from '../../../use-cases/find-token-of-card.ts';
import * as cardInfo from '../../../use-cases/get-card-info.ts';
import * as tokenInfo from '../../../use-cases/get-token-info.ts';
import * as message from '../../../use-cases/send-message.ts';
import * as card from '../../../use-cases/update-card.ts';
import * as cardState from '../../../use-cases/update-card-state.ts';

/** One accepted message of an issuer. */
export interface IssuerRequest<Request> {
  request: Request;
  correlationId: string;
}

export type InboundAnswer = { accepted: true; answer: object | null } | Refused;

/** An inbound operation of the wire and the use case behind it. */
export interface InboundOperation {
  operation: IssuerGatewayOperation;
  handle(hub: Hub, issuer: Issuer, message: IssuerRequest<unknown>): Promise<InboundAnswer>;
}

function serve<Operation extends IssuerGatewayOperation>(
  operation: Operation,
  useCase: (hub: Hub, issuer: Issuer, message: IssuerRequest<RequestOf<Operation>>) => Promise<InboundAnswer>,
): InboundOperation {
  return { operation, handle: useCase as InboundOperation['handle'] };
}

/** Every inbound operation of the single-badge API. */
export const inbound: readonly InboundOperation[] = [
  serve(getCardInfo, cardInfo.getCardInfo),
  serve(getTokenInfo, tokenInfo.getTokenInfo),
  serve(updateCard, card.updateCard),
  serve(updateCardState, cardState.updateCardState),
  serve(sendMessage, message.sendMessage),
];
