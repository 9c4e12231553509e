import { readChipData } from '@countermark/wire/detokenization/chip-data';
import { cryptogramFits } from '@countermark/wire/detokenization/cryptogram';
import type { Detokenize } from '@countermark/wire/detokenization/detokenize';
import type { DetokenizedCard } from '@countermark/wire/detokenization/message-elements';
import type { DetokenizationCode } from '@countermark/wire/detokenization/response-codes';
import {
  cryptogramKeyIndex,
  type Detokenization,
  judgePayment,
  type PresentedPayment,
} from '../../core/detokenization.ts';
import type { Detokenizer } from '../../core/detokenizer.ts';
import { type VaultedToken, vaultedField } from '../../ports/aggregates/vaulted-tokens.ts';
import type { Hub } from '../../ports/hub.ts';
import type { Aggregates } from '../../ports/store.ts';
import { openCardBehind } from '../open-card.ts';

/** One payment, as its caller sent it. */
export interface DetokenizeCall {
  detokenizer: Detokenizer;
  requestId: string;
  message: Detokenize;
  /** The message as it came: a repeat is the same to the letter. */
  text: string;
}

/** What the TSP found, and the card if its number may be given. */
export interface DetokenizeAnswer {
  responseCode: DetokenizationCode;
  card: DetokenizedCard | null;
}

/** What is settled in the transaction: the card is opened after it. */
interface Settled {
  responseCode: DetokenizationCode;
  answered: boolean;
  token: VaultedToken | null;
}

/**
 * Says whose card a payment with a token is on, if the token may be used so (token domain restriction). The token is
 * held meanwhile: of two payments with one transaction counter one passes, and after a suspension none does.
 */
export async function detokenize(hub: Hub, call: DetokenizeCall): Promise<DetokenizeAnswer> {
  const tokenFingerprint = hub.vault.fingerprint('token', call.message.tokenizedCard.pan);
  const { responseCode, answered, token } = await hub.store.transaction(async tx => {
    const token = await tx.domesticTokens.lockByFingerprint(tokenFingerprint);
    return settle(hub, tx, { call, token });
  });
  return { responseCode, card: answered && token ? detokenized(hub, token) : null };
}

async function settle(
  hub: Hub,
  tx: Aggregates,
  { call, token }: { call: DetokenizeCall; token: VaultedToken | null },
): Promise<Settled> {
  const payment = presented(hub, call, token);
  const judged = judgePayment(payment, { token, policy: call.detokenizer.answers });
  const detokenization: Detokenization = {
    detokenizerId: call.detokenizer.detokenizerId,
    reference: call.message.reference,
    requestId: call.requestId,
    messageFingerprint: hub.vault.fingerprint('message', `${call.requestId}\n${call.text}`),
    tspTokenId: token?.tspTokenId ?? null,
    ...judged,
    createdAt: payment.now,
  };
  if (!(await tx.detokenizations.insert(detokenization))) return answerAgain(tx, detokenization, token);
  if (judged.answered && token && payment.chip)
    await tx.domesticTokens.setLastAtc(token.tspTokenId, payment.chip.atc);
  return { ...judged, token };
}

function presented(hub: Hub, { message }: DetokenizeCall, token: VaultedToken | null): PresentedPayment {
  const chip = readChipData(message.chipRelatedData);
  return { message, chip, cryptogram: judgeCryptogram(hub, { message, chip, token }), now: hub.clock.now() };
}

function judgeCryptogram(
  { vault }: Hub,
  { message, chip, token }: Pick<PresentedPayment, 'message' | 'chip'> & { token: VaultedToken | null },
): PresentedPayment['cryptogram'] {
  if (!token || !chip) return 'WRONG';
  if (!token.sealedKey || chip.keyIndex !== cryptogramKeyIndex) return 'KEY_UNKNOWN';
  const key = Buffer.from(vault.open(vaultedField(token.tspTokenId, 'key'), token.sealedKey), 'hex');
  return cryptogramFits(key, { message, chip }, chip.cryptogram) ? 'FITS' : 'WRONG';
}

/** The same call gets the same answer, as long as the token is active; another one with its reference is a copy. */
async function answerAgain(
  tx: Aggregates,
  { detokenizerId, reference, messageFingerprint }: Detokenization,
  token: VaultedToken | null,
): Promise<Settled> {
  const former = await tx.detokenizations.find(detokenizerId, reference);
  if (former?.messageFingerprint !== messageFingerprint) {
    return { responseCode: '009', answered: false, token };
  }
  if (former.answered && token?.state !== 'ACTIVE') return { responseCode: '003', answered: false, token };
  return { responseCode: former.responseCode, answered: former.answered, token };
}

function detokenized({ vault }: Hub, token: VaultedToken): DetokenizedCard {
  const { fpan: pan, exp } = openCardBehind(vault, token);
  return { pan, ...(exp !== undefined && { expiry: exp.slice(2) + exp.slice(0, 2) }) };
}
