import { notifyVirtualCardChange as operation } from '@countermark/wire/issuer-gateway/notify-virtual-card-change';
import { readTokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { openReceived } from './open-received.ts';
import { answer, refuse, serveOperation } from './serve-operation.ts';

/** Something became of a token. A bank would book it; this one makes sure it could, and the journal shows it. */
export const notifyVirtualCardChange = serveOperation(operation, async ({ tokenInfo }, call) => {
  if (tokenInfo !== undefined) {
    const token = await openReceived({ text: tokenInfo, keyIdentifier: undefined }, readTokenInfo, call);
    if (token === undefined) return refuse(ResponseCode.badParameterFormat, 'tokenInfo');
  }
  return answer(undefined);
});
