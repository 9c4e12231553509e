import {
  type NotifyVirtualCardChangeRequest,
  notifyVirtualCardChange as singleBadge,
} from '@countermark/wire/issuer-gateway/notify-virtual-card-change';
import { readTokenInfo, type TokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import {
  notifyVirtualCardChange as auxiliary,
  type NotifyAuxiliaryCardChangeRequest,
} from '@countermark/wire/issuer-gateway-auxiliary/notify-virtual-card-change';
import type { EnvelopeOpener } from './open-envelope.ts';
import { IssuerGatewayRefusal } from './refusal.ts';
import {
  type IssuerGatewayCall,
  type IssuerGatewayHandler,
  type Means,
  type ServedOperation,
  serveOperation,
} from './serve-operation.ts';

export interface NotifyVirtualCardChangeCall extends IssuerGatewayCall {
  /** The token's number in the clear; `undefined`: it came without, as from most token service providers. */
  token: TokenInfo | undefined;
  request: Omit<NotifyVirtualCardChangeRequest, 'tokenInfo'>;
}

export interface NotifyAuxiliaryCardChangeCall extends IssuerGatewayCall {
  /** As of a single-badge card. */
  token: TokenInfo | undefined;
  request: Omit<NotifyAuxiliaryCardChangeRequest, 'tokenInfo'>;
}

/** Something became of a token. Called once for each change, however often the hub tells of it. */
export type NotifyVirtualCardChange = IssuerGatewayHandler<NotifyVirtualCardChangeCall, void>;

/** The same of the auxiliary token of a cobadged card. */
export type NotifyAuxiliaryCardChange = IssuerGatewayHandler<NotifyAuxiliaryCardChangeCall, void>;

export function serveNotifyVirtualCardChange(handler: NotifyVirtualCardChange): ServedOperation {
  return serveOperation(singleBadge, async ({ tokenInfo, ...request }, means) => {
    const token = await openToken(tokenInfo, means.opener);
    return applied(request, means, () => handler({ ...means.call, token, request }));
  });
}

export function serveNotifyAuxiliaryCardChange(handler: NotifyAuxiliaryCardChange): ServedOperation {
  return serveOperation(auxiliary, async ({ tokenInfo, ...request }, means) => {
    const token = await openToken(tokenInfo, means.opener);
    return applied(request, means, () => handler({ ...means.call, token, request }));
  });
}

async function openToken(sealed: string | undefined, opener: EnvelopeOpener): Promise<TokenInfo | undefined> {
  if (sealed === undefined) return undefined;
  return opener.open({ member: 'tokenInfo', text: sealed, keyIdentifier: undefined, read: readTokenInfo });
}

/** @returns nothing, or the refusal of a temporary error: the hub sends it again (response codes, type S) */
async function applied(
  { virtualCardId, action }: { virtualCardId: string; action: string },
  { call, notices }: Means,
  handle: () => ReturnType<NotifyVirtualCardChange>,
): Promise<undefined | IssuerGatewayRefusal> {
  const { issuerId, correlationId } = call;
  const application = await notices.applyOnce(
    { issuerId, correlationId, virtualCardId, action },
    async () => {
      const outcome = await handle();
      if (outcome instanceof IssuerGatewayRefusal) throw outcome;
    },
  );
  return application === 'ongoing' ? new IssuerGatewayRefusal(ResponseCode.serverError) : undefined;
}
