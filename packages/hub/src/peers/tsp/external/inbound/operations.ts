import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { notifyCardTransaction } from '@countermark/wire/tsp/notify-card-transaction';
import { notifyTokenState } from '@countermark/wire/tsp/notify-token-state';
import { notifyTokenTransaction } from '@countermark/wire/tsp/notify-token-transaction';
import type { RequestOf, TspOperation } from '@countermark/wire/tsp/operation';
import { renewToken } from '@countermark/wire/tsp/renew-token';
import { submitNewTokenData } from '@countermark/wire/tsp/submit-new-token-data';
import { submitTokenData } from '@countermark/wire/tsp/submit-token-data';
import type { Hub } from '../../../../ports/hub.ts';
import * as newTokenData from '../../../../use-cases/personalisation/submit-new-token-data.ts';
import * as tokenData from '../../../../use-cases/personalisation/submit-token-data.ts';
import { refusedCall, type TspCallResult } from '../../../../use-cases/personalisation/take-token-data.ts';
import { receiveTransaction } from '../../../../use-cases/tsp/receive-transaction.ts';
import { receiveTspEvent } from '../../../../use-cases/tsp/receive-tsp-event.ts';

/** One call of a TSP that is who it says. */
export interface Call<Message> {
  hub: Hub;
  tsp: string;
  correlationId: string;
  /** `tokenId` or `transactionId` of the path. */
  id: string;
  walletIndicator: number | null;
  message: Message;
}

/** An operation of the wire and the use case behind it. */
export interface IncomingOperation {
  operation: TspOperation;
  act(call: Call<unknown>): Promise<TspCallResult>;
}

function serve<Operation extends TspOperation>(
  operation: Operation,
  act: (call: Call<RequestOf<Operation>>) => Promise<TspCallResult>,
): IncomingOperation {
  return { operation, act: act as IncomingOperation['act'] };
}

/** What TSPs call under the base path of the API. */
export const tokenOperations: readonly IncomingOperation[] = [
  serve(submitTokenData, ({ hub, id, message, ...call }) =>
    tokenData.submitTokenData(hub, { ...call, tspTokenId: id, data: message }),
  ),
  serve(submitNewTokenData, ({ hub, id, message, ...call }) =>
    newTokenData.submitNewTokenData(hub, { ...call, tspTokenId: id, data: message }),
  ),
  serve(renewToken, ({ hub, id, message, ...call }) =>
    receiveTspEvent(hub, {
      ...call,
      ...message,
      operation: renewToken.name,
      tspTokenId: id,
      content: message,
      eventFor: () => 'RENEW',
      tokenExpiryDate: message.tokenInfo.tokenExp,
    }),
  ),
  serve(notifyTokenState, ({ hub, id, message, ...call }) =>
    receiveTspEvent(hub, {
      ...call,
      ...message,
      operation: notifyTokenState.name,
      tspTokenId: id,
      content: message,
      eventFor: ({ state }) => eventsOf[message.state][state === 'SUSPENDED' ? 'HELD' : 'FREE'],
    }),
  ),
];

/** What a TSP did to a token that has now this state there, by whether the token is held here. */
const eventsOf = {
  ACTIVE: { HELD: 'RESUME', FREE: 'ACTIVATE' },
  SUSPENDED: { HELD: 'SUSPEND', FREE: 'SUSPEND' },
  DELETED: { HELD: 'DELETE', FREE: 'DELETE' },
  INACTIVE: { HELD: null, FREE: null },
} as const;

/** What TSPs call under the base path of transaction notifications. */
export const transactionOperations: readonly IncomingOperation[] = [
  serve(notifyTokenTransaction, ({ hub, tsp, id, walletIndicator, message: { tokenId, ...data } }) =>
    receiveTransaction(hub, { tsp, transactionId: id, walletIndicator, data, by: { tspTokenId: tokenId } }),
  ),
  serve(notifyCardTransaction, ({ hub, tsp, id, walletIndicator, message: { cardId, ...data } }) =>
    receiveTransaction(hub, {
      tsp,
      transactionId: id,
      walletIndicator,
      data,
      by: { issuerCardRefId: cardId },
    }),
  ),
];

/** A path names something by up to so many characters. */
const longestIds: Readonly<Record<string, number>> = { tokenId: 48, transactionId: 64 };

/** The id in the path of a call, or why it names nothing. */
export function readId(params: Record<string, string>): string | TspCallResult {
  const [[name, id] = ['', '']] = Object.entries(params);
  const fits =
    id.length > 0 && id.length <= (longestIds[name] ?? 0) && id.isWellFormed() && !id.includes('\u0000');
  return fits ? id : refusedCall(ResponseCode.badParameterFormat, name);
}
