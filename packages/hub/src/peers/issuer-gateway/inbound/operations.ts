import { getCardInfo } from '@countermark/wire/issuer-gateway/get-card-info';
import { getTokenInfo } from '@countermark/wire/issuer-gateway/get-token-info';
import type { IssuerGatewayOperation, RequestOf } from '@countermark/wire/issuer-gateway/operation';
import * as singleBadge from '@countermark/wire/issuer-gateway/operations';
import { sendMessage } from '@countermark/wire/issuer-gateway/send-message';
import { updateCard } from '@countermark/wire/issuer-gateway/update-card';
import { updateCardState } from '@countermark/wire/issuer-gateway/update-card-state';
import * as auxiliary from '@countermark/wire/issuer-gateway-auxiliary/operations';
import { updateCard as updateAuxiliaryCard } from '@countermark/wire/issuer-gateway-auxiliary/update-card';
import { updateCardState as updateAuxiliaryCardState } from '@countermark/wire/issuer-gateway-auxiliary/update-card-state';
import type { Badge } from '../../../core/badge.ts';
import type { Issuer } from '../../../core/issuer.ts';
import type { Hub } from '../../../ports/hub.ts';
import type { Refused } from '../../../use-cases/issuer-calls/find-token-of-card.ts';
import * as cardInfo from '../../../use-cases/issuer-calls/get-card-info.ts';
import * as tokenInfo from '../../../use-cases/issuer-calls/get-token-info.ts';
import * as message from '../../../use-cases/issuer-calls/send-message.ts';
import * as card from '../../../use-cases/issuer-calls/update-card.ts';
import * as cardState from '../../../use-cases/issuer-calls/update-card-state.ts';

/** One accepted message of an issuer, and the badge whose API it came by. */
export interface IssuerRequest<Request> {
  request: Request;
  correlationId: string;
  badge: Badge;
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

/** One API that issuers call: where it is, and its operations. */
export interface InboundApi {
  badge: Badge;
  basePath: string;
  operations: readonly InboundOperation[];
}

export const inboundApis: readonly InboundApi[] = [
  {
    badge: 'PRIMARY',
    basePath: singleBadge.inboundBasePath,
    operations: [
      serve(getCardInfo, cardInfo.getCardInfo),
      serve(getTokenInfo, tokenInfo.getTokenInfo),
      serve(updateCard, card.updateCard),
      serve(updateCardState, cardState.updateCardState),
      serve(sendMessage, message.sendMessage),
    ],
  },
  {
    badge: 'AUXILIARY',
    basePath: auxiliary.inboundBasePath,
    operations: [
      serve(updateAuxiliaryCard, card.updateCard),
      serve(updateAuxiliaryCardState, cardState.updateCardState),
    ],
  },
];
