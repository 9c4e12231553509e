import { notifyVirtualCardChange as singleBadge } from '@countermark/wire/issuer-gateway/notify-virtual-card-change';
import { readTokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { notifyVirtualCardChange as auxiliary } from '@countermark/wire/issuer-gateway-auxiliary/notify-virtual-card-change';
import { openReceived } from './open-received.ts';
import { answer, type Call, type Reply, refuse, serveOperation } from './serve-operation.ts';

/** Something became of a token. A bank would book it; this one makes sure it could, and the journal shows it. */
async function book({ tokenInfo }: { tokenInfo?: string }, call: Call): Promise<Reply<undefined>> {
  if (tokenInfo !== undefined) {
    const token = await openReceived({ text: tokenInfo, keyIdentifier: undefined }, readTokenInfo, call);
    if (token === undefined) return refuse(ResponseCode.badParameterFormat, 'tokenInfo');
  }
  return answer(undefined);
}

export const notifyVirtualCardChange = serveOperation(singleBadge, book);

/** The same of an auxiliary token. */
export const notifyAuxiliaryCardChange = serveOperation(auxiliary, book);
