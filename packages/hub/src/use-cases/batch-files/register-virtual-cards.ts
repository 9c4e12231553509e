import { type RecordErrorCode, recordErrorCodes } from '@countermark/wire/batch-file/error-codes';
import { VirtualCardRegistrationRecord } from '@countermark/wire/batch-file/virtual-card-registration';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import { readMessage } from '@countermark/wire/reading';
import type { CardProduct } from '../../core/card-product.ts';
import type { Hub } from '../../ports/hub.ts';
import { type Aggregates, violates } from '../../ports/store.ts';
import type { TspToken } from '../../ports/tsp.ts';
import { keepCard } from '../enrolment/keep-card.ts';
import {
  type FileUnderWay,
  type RecordNames,
  type RecordOperation,
  type RecordReading,
  RecordRefused,
} from './record-operation.ts';
import { liveTokensOf, registerTokens, tokensRefused } from './tokens-of-card.ts';

/** VIRTUAL_CARD_REGISTRATION: the tokens that the TSP holds of each card become known here, with the card. */
export const virtualCardRegistration: RecordOperation = {
  read,

  failed({ cardId }, { errorCode }) {
    const card = cardId !== undefined && { card: { id: cardId, status: 'KO' as const, virtualCardIds: [] } };
    return { status: 'KO', ...card, errorCode };
  },

  /** Beside those thrown on purpose: the reference is another card's, or the device has another token already. */
  refusalOf(error) {
    if (error instanceof RecordRefused) return error.refusal;
    if (violates(error, 'card_reference_unique')) return { errorCode: recordErrorCodes.BAD_PARAMETER_FORMAT };
    if (violates(error, 'token_live_unique')) return { errorCode: recordErrorCodes.TSP_ERROR };
    return null;
  },
};

interface CardOfRecord {
  issuerCardRefId: string;
  product: CardProduct;
  pan: string;
  panFingerprint: string;
}

async function read(hub: Hub, under: FileUnderWay, text: string): Promise<RecordReading> {
  const reading = readMessage(VirtualCardRegistrationRecord, JSON.parse(text));
  if (!reading.ok) {
    const isMissing = reading.code === ResponseCode.missingParameter;
    return refused({}, isMissing ? 'MISSING_MANDATORY_PARAMETER' : 'BAD_PARAMETER_FORMAT');
  }
  const { id: issuerCardRefId, encryptedData, scheme } = reading.message.virtualCardRegistrationRequest.card;
  const names = { cardId: issuerCardRefId };
  const opening = await hub.envelopes.openRegisteredFpan(under.issuer, { text: encryptedData });
  if (!opening.opened) return refused(names, 'DECRYPTION_FAILED');
  const pan = opening.fpan;
  const product = await hub.store.products.findByPan(pan);
  if (product?.issuerId !== under.issuer.issuerId || product.scheme !== scheme)
    return refused(names, 'UNKNOWN_CARD');
  const card = { issuerCardRefId, product, pan, panFingerprint: hub.vault.fingerprint('pan', pan) };
  return {
    ok: true,
    names,
    task: { subjects: [card.panFingerprint], prepare: async () => prepare(hub, under, card) },
  };
}

function refused(names: RecordNames, code: keyof typeof recordErrorCodes): RecordReading {
  const errorCode: RecordErrorCode = recordErrorCodes[code];
  return { ok: false, names, refusal: { errorCode } };
}

async function prepare(hub: Hub, under: FileUnderWay, card: CardOfRecord) {
  const listed = await liveTokensOf(hub, card);
  if (!listed.ok) return tokensRefused(listed.code);
  const tokens = listed.value;
  const carryOut = async (tx: Aggregates) => {
    const virtualCardIds = tokens.length === 0 ? [] : await keep(hub, tx, { under, card, tokens });
    const told = { id: card.issuerCardRefId, status: 'OK' as const, virtualCardIds };
    return { status: 'OK' as const, card: told };
  };
  return { ok: true as const, carryOut };
}

async function keep(
  hub: Hub,
  tx: Aggregates,
  parts: { under: FileUnderWay; card: CardOfRecord; tokens: readonly TspToken[] },
): Promise<string[]> {
  const { under, tokens } = parts;
  const { issuerCardRefId, product, pan, panFingerprint } = parts.card;
  const card = await keepCard(hub, tx, {
    primaryCardId: null,
    issuerId: under.issuer.issuerId,
    issuerCardRefId,
    productId: product.productId,
    panFingerprint,
    pan,
    expiry: null,
  });
  return registerTokens(hub, tx, { under, card, tsp: product.tsp, tokens });
}
