import { getCardCredentials as operation } from '@countermark/wire/d1/outbound/get-card-credentials';
import type { FullCardCredentials } from '@countermark/wire/d1/plaintext/full-card-credentials';
import { type JweRecipient, sealJwe } from '@countermark/wire/envelope/jwe';
import { D1CallRefusal } from './refusal.ts';
import {
  type D1Call,
  type D1Handler,
  type ServedD1Operation,
  serveD1Operation,
} from './serve-d1-operation.ts';

export interface GetCardCredentialsCall extends D1Call {
  cardId: string;
}

/** All that stands on a card, in the clear: it leaves the backend sealed for D1 (Outbound Card API). */
export type GetCardCredentials = D1Handler<GetCardCredentialsCall, FullCardCredentials>;

export function serveGetCardCredentials(handler: GetCardCredentials, hub: JweRecipient): ServedD1Operation {
  return serveD1Operation(operation, async ({ parameters: { cardId } }, { call }) => {
    const outcome = await handler({ ...call, cardId });
    if (outcome instanceof D1CallRefusal) return outcome;
    return { encryptedData: await sealJwe(outcome, hub) };
  });
}
