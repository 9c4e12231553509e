import type { TokenRequestor } from '../../../core/token-requestor.ts';
import type { Wallet, WalletAnswer } from '../../../ports/wallet.ts';
import type { OutboundLog } from '../../exchange-log.ts';
import { is2xx, type PostResult, unexpectedStatus } from '../../https-client.ts';
import type { HttpsClients } from '../../https-clients.ts';

/** Milliseconds until a connection stands, and until a wallet has answered. */
export interface CallbackLimits {
  connectTimeout: number;
  answerTimeout: number;
}

const defaultLimits: CallbackLimits = { connectTimeout: 2_000, answerTimeout: 5_000 };

/** One call of the hub to a wallet: its path below the callback's base, and what the exchange log may show of it. */
interface Callback {
  operation: 'applyTokenChange' | 'applyTokenData' | 'showMessage';
  path: 'token-changes' | 'token-data' | 'messages';
  correlationId: string;
  body: object;
  masked: object;
}

/**
 * The wallets of token requestors, reached at their callbacks with the hub's client certificate. Any 2xx says that the
 * device has it. A requestor without callback has no device to tell, so there is nothing left to do.
 */
export function walletCallbacks(parts: {
  clients: Pick<HttpsClients, 'of'>;
  log: OutboundLog;
  limits?: CallbackLimits;
}): Wallet {
  const { clients, log, limits = defaultLimits } = parts;

  async function call(requestor: TokenRequestor, callback: Callback): Promise<WalletAnswer> {
    const { requestorId, callbackBase, callbackTrust } = requestor;
    if (callbackBase === null) return 'APPLIED';
    const { operation, path, correlationId, body, masked } = callback;
    const peer = `requestor:${requestorId}`;
    const client = clients.of(peer, { serverTrust: callbackTrust, connectTimeout: limits.connectTimeout });
    const complete = log({ peer, operation, correlationId, request: masked });
    const result = await client.post({
      url: `${callbackBase}/${path}`,
      headers: {},
      body: JSON.stringify(body),
      timeLimit: limits.answerTimeout,
    });
    const failure = failureOf(result);
    await complete({ status: result.status, response: null, failure });
    return failure === null ? 'APPLIED' : 'UNREACHABLE';
  }

  return {
    applyTokenChange: (requestor, change) =>
      call(requestor, {
        operation: 'applyTokenChange',
        path: 'token-changes',
        correlationId: change.correlationId,
        body: change,
        masked: change,
      }),
    applyTokenData: (requestor, data) =>
      call(requestor, {
        operation: 'applyTokenData',
        path: 'token-data',
        correlationId: data.correlationId,
        body: data,
        masked: { ...data, tokenPersoInfo: '‹masked›' },
      }),
    showMessage: (requestor, message) =>
      call(requestor, {
        operation: 'showMessage',
        path: 'messages',
        correlationId: message.correlationId,
        body: message,
        masked: { ...message, message: '‹masked›' },
      }),
  };
}

function failureOf(result: PostResult): string | null {
  if (result.kind === 'FAULT') return result.reason;
  return is2xx(result.status) ? null : unexpectedStatus(result.status);
}
