import {
  ConsumerAndCardRegistration,
  type ConsumerAndCardRegistrationResult,
} from '@countermark/wire/batch-file/consumer-card-registration';
import { type RecordErrorCode, recordErrorCodes } from '@countermark/wire/batch-file/error-codes';
import { readBySchema } from '@countermark/wire/conformance';
import type { D1ErrorCode } from '@countermark/wire/d1/error-codes';
import { inputFileNameOf, type RecordRefusal } from '../../core/batch-file.ts';
import type { CardProduct } from '../../core/card-product.ts';
import type { Hub } from '../../ports/hub.ts';
import { type Aggregates, violates } from '../../ports/store.ts';
import type { TspToken } from '../../ports/tsp.ts';
import { checkPan, openCredentials } from '../cards/credentials.ts';
import { type CardToRegister, keepRegisteredCard } from '../cards/keep-registered-card.ts';
import { registrableProduct } from '../cards/registrable-product.ts';
import { type ConsumerToKeep, keepConsumer } from '../consumers/keep-consumer.ts';
import type { D1Refused } from '../d1-call.ts';
import { D1Refusal } from '../d1-change.ts';
import {
  type FileUnderWay,
  type Preparation,
  type RecordNames,
  type RecordOperation,
  type RecordReading,
  RecordRefused,
} from './record-operation.ts';
import { liveTokensOf, registerTokens, tokensRefused } from './tokens-of-card.ts';

/**
 * CONSUMER_CARD_REGISTRATION: a consumer and its card, as the calls of the Consumer and Card APIs register them, with the
 * same operations. Without personal information the consumer is registered by its name alone, and stays as it is known.
 */
export const consumerCardRegistration = registration(async () => ({ ok: true, tokens: null }));

/**
 * CONSUMER_CARD_REGISTRATION_WITH_DIGITAL_CARDS: the same, and the tokens that the TSP has of the card become known as its
 * digital cards. Nothing is digitized: no DIGITIZE is recorded, the file that answers tells of them.
 */
export const consumerCardRegistrationWithDigitalCards = registration(async (hub, { card, product }) => {
  const listed = await liveTokensOf(hub, { pan: card.credentials.pan, product });
  return listed.ok ? { ok: true, tokens: listed.value } : tokensRefused(listed.code);
});

/** What one record registers. */
interface Registration {
  consumer: ConsumerToKeep;
  card: CardToRegister;
  product: CardProduct;
}

/** Tokens of the card that are to become known with it; null: nobody asked for them. */
type FindTokens = (
  hub: Hub,
  registration: Registration,
) => Promise<{ ok: true; tokens: readonly TspToken[] | null } | (Preparation & { ok: false })>;

function registration(findTokens: FindTokens): RecordOperation {
  return {
    async read(hub, under, text) {
      const reading = await readRecord(hub, under, text);
      if (!reading.ok) return reading;
      const { names, found } = reading;
      const subjects = [
        `consumer ${names.consumerId}`,
        `card ${names.cardId}`,
        `number ${hub.vault.fingerprint('pan', found.card.credentials.pan)}`,
      ];
      return { ok: true, names, task: { subjects, prepare: () => prepare(hub, under, found) } };
    },
    failed,
    refusalOf,
  };

  async function prepare(hub: Hub, under: FileUnderWay, found: Registration): Promise<Preparation> {
    const answer = await findTokens(hub, found);
    if (!answer.ok) return answer;
    const { tokens } = answer;
    return { ok: true, carryOut: tx => register(hub, tx, { under, found, tokens }) };
  }
}

async function readRecord(
  hub: Hub,
  { file, issuer: { issuerId } }: FileUnderWay,
  text: string,
): Promise<
  { ok: true; names: Required<RecordNames>; found: Registration } | (RecordReading & { ok: false })
> {
  const reading = readBySchema(ConsumerAndCardRegistration, JSON.parse(text), 'exact');
  if (!reading.ok) {
    const code = reading.fault === 'missing' ? 'MISSING_MANDATORY_PARAMETER' : 'FIELD_INVALID_FORMAT';
    const refusal = { errorCode: recordErrorCodes[code], error: reading.parameter };
    return { ok: false, names: {}, refusal };
  }
  const { card, ...consumer } = reading.message.consumerAndCardRegistrationRequest;
  const { encryptedData, accountId: _, ...described } = card;
  const names = { consumerId: consumer.consumerId, cardId: card.cardId };
  const credentials = await openCredentials(hub, issuerId, encryptedData);
  if (!credentials) {
    const refusal = { errorCode: recordErrorCodes.DECRYPTION_FAILED, error: 'encryptedData' };
    return { ok: false, names, refusal };
  }
  const asked = { issuerId, correlationId: file.fileId, inputFileName: inputFileNameOf(file) };
  try {
    const product = await registrableProduct(hub.store, { issuerId, cardProductId: card.cardProductId });
    checkPan(credentials, product);
    const found = {
      consumer: { ...consumer, ...asked },
      card: { ...described, ...asked, credentials },
      product,
    };
    return { ok: true, names, found };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    return { ok: false, names, refusal };
  }
}

async function register(
  hub: Hub,
  tx: Aggregates,
  parts: { under: FileUnderWay; found: Registration; tokens: readonly TspToken[] | null },
): Promise<ConsumerAndCardRegistrationResult> {
  const { under, found, tokens } = parts;
  const consumer = await keepConsumer(hub, tx, found.consumer);
  const card = await keepRegisteredCard(hub, tx, { told: found.card, consumer });
  const { tsp } = found.product;
  const digitalCards = tokens && {
    digitalCardIds: await registerTokens(hub, tx, { under, card, tsp, tokens }),
  };
  const { consumerId } = found.consumer;
  return {
    status: 'OK',
    consumerId,
    card: { cardId: found.card.cardId, status: 'OK', ...digitalCards },
  };
}

function failed(
  { consumerId, cardId }: RecordNames,
  { errorCode, error }: RecordRefusal,
): ConsumerAndCardRegistrationResult {
  return {
    status: 'KO',
    ...(consumerId !== undefined && { consumerId }),
    ...(cardId !== undefined && { card: { cardId, status: 'KO' } }),
    errorCode,
    ...(error !== undefined && { error }),
  };
}

/** Codes of the D1 APIs that have one of their own in a batch file; all others: it is not allowed. */
const codes: Partial<Record<D1ErrorCode, RecordErrorCode>> = {
  FIELD_INVALID_FORMAT: recordErrorCodes.FIELD_INVALID_FORMAT,
  FIELD_INVALID_VALUE: recordErrorCodes.FIELD_INVALID_FORMAT,
  CARD_PRODUCT_NOT_FOUND: recordErrorCodes.UNKNOWN_PRODUCT,
};

function refusalOf(error: unknown): RecordRefusal | null {
  if (error instanceof RecordRefused) return error.refusal;
  if (error instanceof D1Refusal) return refusalIn(error.refused);
  if (violates(error, 'token_live_unique'))
    return {
      errorCode: recordErrorCodes.TSP_ERROR,
      error: 'The device of one of the tokens has another token already.',
    };
  return null;
}

function refusalIn({ errorCode, error = errorCode }: D1Refused): RecordRefusal {
  return { errorCode: codes[errorCode] ?? recordErrorCodes.OPERATION_NOT_ALLOWED, error };
}
