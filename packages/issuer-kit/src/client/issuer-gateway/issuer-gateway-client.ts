import { type GetCardInfoResponse, getCardInfo } from '@countermark/wire/issuer-gateway/get-card-info';
import { type GetTokenInfoResponse, getTokenInfo } from '@countermark/wire/issuer-gateway/get-token-info';
import type { RequestOf } from '@countermark/wire/issuer-gateway/operation';
import { type FpanDetails, writeFpanDetails } from '@countermark/wire/issuer-gateway/plaintext/fpan-details';
import { readTokenInfo, type TokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import { sendMessage } from '@countermark/wire/issuer-gateway/send-message';
import { updateCard } from '@countermark/wire/issuer-gateway/update-card';
import { updateCardState } from '@countermark/wire/issuer-gateway/update-card-state';
import { updateCard as updateAuxiliaryCard } from '@countermark/wire/issuer-gateway-auxiliary/update-card';
import { updateCardState as updateAuxiliaryCardState } from '@countermark/wire/issuer-gateway-auxiliary/update-card-state';
import type { EnvelopeKeys } from '../../keys/envelope-keys.ts';
import {
  type HubEnvelopeKeyPem,
  HubEnvelopeKeys,
  type SealedForHub,
  type SealingAgreement,
  usualSealing,
} from '../../keys/hub-envelope-keys.ts';
import type { Called, CallOptions, ResendingOptions } from '../call-options.ts';
import { UnopenedEnvelopeError } from '../errors.ts';
import { usualResending } from '../resending.ts';
import { IssuerGatewayCaller } from './caller.ts';
import {
  type IssuerGatewayAccess,
  type RawIssuerGatewayClient,
  rawIssuerGatewayClient,
} from './raw-client.ts';

/** An issuer as the hub has it set up. */
export interface IssuerGatewayClientOptions extends IssuerGatewayAccess, ResendingOptions {
  /** The hub's PKCS#7 certificates: card data is sealed for the newest that is valid. */
  hubKeys: readonly HubEnvelopeKeyPem[];
  /** The issuer's own PKCS#7 keys, made by `keyRing()`: what `getTokenInfo` opens tokens with. */
  keys?: Pick<EnvelopeKeys, 'open'>;
  /** As was agreed on with the hub; RSAES-OAEP, base64 and the key identifier unless given. */
  sealing?: SealingAgreement;
  /** The time, which says which keys are active; the machine's unless given. */
  now?: () => Date;
}

/** A call whose card data are in the clear: they are sealed on the way. */
type InClear<Request> = Omit<Request, 'fpanDetails' | 'publicKeyIdentifier'> & { fpanDetails?: FpanDetails };

/** What is known of a token; `tokenInfo` is opened, and there only if the token service provider gives it. */
export type TokenInClear = Omit<GetTokenInfoResponse, 'tokenInfo' | 'publicKeyIdentifier'> & {
  tokenInfo?: TokenInfo;
};

/**
 * The inbound methods of the Issuer Gateway API. Each checks its request, sends it, sends it again with the same
 * correlation id when that may help, and reads the answer.
 *
 * All of them throw `UnfitRequestError`, `CallRefusedError`, `HubFailedError`, `HubUnreachableError` and
 * `UnreadableAnswerError`.
 */
export interface IssuerGatewayClient extends RawIssuerGatewayClient {
  /** Lists the tokens of a card. Refusals: 116. */
  getCardInfo(
    request: RequestOf<typeof getCardInfo>,
    options?: CallOptions,
  ): Promise<GetCardInfoResponse & Called>;
  /**
   * Tells what is known of a token, its number too. Refusals: 116, 119.
   *
   * @throws UnopenedEnvelopeError when none of the issuer's keys opens `tokenInfo`
   */
  getTokenInfo(
    request: RequestOf<typeof getTokenInfo>,
    options?: CallOptions,
  ): Promise<TokenInClear & Called>;
  /**
   * Replaces or renews a card. One `notifyVirtualCardChange` with `UPDATE` follows for each active or suspended token.
   * Refusals: 116, 166.
   *
   * @throws NoActiveKeyError when there is no key of the hub to seal `fpanDetails` for
   */
  updateCard(request: InClear<RequestOf<typeof updateCard>>, options?: CallOptions): Promise<Called>;
  /**
   * Suspends, resumes, activates or deletes a token, or all tokens of a card. One `notifyVirtualCardChange` follows for
   * each. Refusals: 116, 119, 160, 321, 432.
   */
  updateCardState(request: RequestOf<typeof updateCardState>, options?: CallOptions): Promise<Called>;
  /** Shows a message in the wallet application, Apple Pay only. Refusals: 116, 119, 432. */
  sendMessage(request: RequestOf<typeof sendMessage>, options?: CallOptions): Promise<Called>;
  /** The same of the domestic side of cobadged cards. */
  auxiliary: AuxiliaryClient;
  /** Seals for the hub as `updateCard` does. @throws NoActiveKeyError */
  seal(plaintext: Uint8Array): Promise<SealedForHub>;
}

/** The inbound methods of the Issuer Gateway Auxiliary API. */
export interface AuxiliaryClient {
  /** Replaces or renews the domestic card. `fpanDetails` are sealed with RSAES-OAEP, whatever was agreed on. */
  updateCard(request: InClear<RequestOf<typeof updateAuxiliaryCard>>, options?: CallOptions): Promise<Called>;
  /** Suspends, resumes or deletes an auxiliary token, or all of a card. */
  updateCardState(
    request: RequestOf<typeof updateAuxiliaryCardState>,
    options?: CallOptions,
  ): Promise<Called>;
}

/**
 * Makes a client for one issuer. It connects with the first call and keeps its connections until `close`.
 *
 * @throws EnvelopeKeyError when a key of the hub cannot be used
 * @example
 * const hub = issuerGatewayClient({ url, issuerId: 'BANKISSUER', identity, trust, hubKeys });
 * const { correlationId } = await hub.updateCardState({ issuerCardRefId, action: 'SUSPEND', reason: 31 });
 */
export function issuerGatewayClient(options: IssuerGatewayClientOptions): IssuerGatewayClient {
  const raw = rawIssuerGatewayClient(options);
  const caller = new IssuerGatewayCaller(raw, { ...usualResending, ...options.resending });
  const { sealing = usualSealing, now = () => new Date(), keys } = options;
  const hubKeys = new HubEnvelopeKeys(options.hubKeys);
  const seal = (plaintext: Uint8Array, agreement = sealing) =>
    hubKeys.seal(plaintext, { at: now(), agreement });
  return {
    ...raw,
    seal: plaintext => seal(plaintext),
    getCardInfo: (request, call) => caller.call(getCardInfo, request, call),
    async getTokenInfo(request, call) {
      const { tokenInfo, publicKeyIdentifier, ...token } = await caller.call(getTokenInfo, request, call);
      if (tokenInfo === undefined) return token;
      return { ...token, tokenInfo: await openToken(keys, { text: tokenInfo, publicKeyIdentifier }) };
    },
    updateCard: async (request, call) => caller.call(updateCard, await sealed(request, seal), call),
    updateCardState: (request, call) => caller.call(updateCardState, request, call),
    sendMessage: (request, call) => caller.call(sendMessage, request, call),
    auxiliary: {
      async updateCard(request, call) {
        const oaep: SealingAgreement = { ...sealing, padding: 'RSAES-OAEP-SHA-256' };
        return caller.call(updateAuxiliaryCard, await sealed(request, text => seal(text, oaep)), call);
      },
      updateCardState: (request, call) => caller.call(updateAuxiliaryCardState, request, call),
    },
  };
}

async function sealed<Request extends { fpanDetails?: FpanDetails }>(
  request: Request,
  seal: (plaintext: Uint8Array) => Promise<SealedForHub>,
) {
  const { fpanDetails, ...others } = request;
  if (fpanDetails === undefined) return others;
  const { text, publicKeyIdentifier } = await seal(writeFpanDetails(fpanDetails));
  return { ...others, fpanDetails: text, publicKeyIdentifier };
}

async function openToken(
  keys: Pick<EnvelopeKeys, 'open'> | undefined,
  { text, publicKeyIdentifier }: { text: string; publicKeyIdentifier: string | undefined },
): Promise<TokenInfo> {
  const where = { operation: getTokenInfo.name, member: 'tokenInfo' };
  if (keys === undefined) throw new UnopenedEnvelopeError({ ...where, diagnosis: 'the client has no keys' });
  const envelope = await keys.open(text, publicKeyIdentifier);
  if (!envelope.opened) throw new UnopenedEnvelopeError({ ...where, diagnosis: envelope.diagnosis });
  const reading = readTokenInfo(envelope.plaintext);
  if (!reading.ok) throw new UnopenedEnvelopeError({ ...where, diagnosis: reading.diagnosis });
  return reading.content;
}
