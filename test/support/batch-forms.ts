import { aD1Product, aProduct } from '@countermark/hub/store/test-objects';
import type { BatchOperationName } from '@countermark/wire/batch-file/operations';
import { luhnCheckDigit } from '@countermark/wire/card/pan';
import { consumerInfo } from '@countermark/wire/d1/examples';
import { importSealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import { readP256PublicKey } from '@countermark/wire/envelope/p256-keys';
import { writeRegisteredFpan } from '@countermark/wire/issuer-gateway/plaintext/registered-fpan';
import type { HubView } from '@countermark/wire/operator/hub';
import type { CardProduct } from '../../packages/hub/src/core/card-product.ts';

/** One kind of batch file: what it asks for, of cards of which product, and how each is written. */
export interface BatchForm {
  operation: BatchOperationName;
  product: CardProduct;
  /** Writes records whose cards are sealed for a hub. */
  writer(hub: HubView): (rowId: number) => Promise<object>;
  /** What comes of a row that is wrong; null: nothing is wrong with it. */
  errorCodeOf(rowId: number): string | null;
}

const panRanges = [{ prefix: '999010', panLength: 16 }];

/** The card of each row. */
export function panOf(rowId: number): string {
  const body = `999010${String(rowId).padStart(9, '0')}`;
  return body + luhnCheckDigit(body);
}

const debit = aProduct({ tsp: 'DOMESTIC', panRanges });

export const virtualCards: BatchForm = {
  operation: 'VIRTUAL_CARD_REGISTRATION',
  product: debit,
  writer({ envelopeCertificates: [envelope] }) {
    if (!envelope) throw new Error('the hub has no envelope key');
    const key = importSealingKey(envelope);
    return async rowId => {
      const encryptedData = await sealEnvelope(writeRegisteredFpan({ fpan: panOf(rowId) }), {
        key,
        padding: 'RSAES-OAEP-SHA-256',
        recipient: 'subjectKeyIdentifier',
        encoding: 'base64',
      });
      const card = { id: `CARD-${rowId}`, encryptedData, scheme: debit.scheme };
      return { rowId, virtualCardRegistrationRequest: { card } };
    };
  },
  errorCodeOf: () => null,
};

const visa = aD1Product({ tsp: 'DOMESTIC', panRanges, tokenRanges: debit.tokenRanges });

/** Consumers have three cards each; of twenty rows one is wrong, in one of the ways of `wrongRows`. */
export const consumersAndCards: BatchForm = {
  operation: 'CONSUMER_CARD_REGISTRATION_WITH_DIGITAL_CARDS',
  product: visa,
  writer({ d1Keys }) {
    const key = d1Keys.find(({ use }) => use === 'enc');
    if (!key) throw new Error('the hub has no key for JWE');
    const recipient = { keyIdentifier: key.kid, publicKey: readP256PublicKey(key) };
    return async rowId => {
      const encryptedData = await sealJwe({ pan: panOf(rowId), exp: '1230' }, recipient);
      const card = { cardId: `CARD-${rowId}`, cardProductId: visa.productId, encryptedData };
      const consumerId = consumerOf(rowId);
      const request = { consumerId, personalInformation: consumerInfo, card };
      return {
        rowId,
        consumerAndCardRegistrationRequest: wrongRow(rowId)?.spoil(request) ?? request,
      };
    };
  },
  errorCodeOf: rowId => wrongRow(rowId)?.errorCode ?? null,
};

export function consumerOf(rowId: number): string {
  return `consumer-${Math.floor(rowId / 3)}`;
}

interface Request {
  consumerId: string;
  card: object;
}

const wrongRows: readonly { errorCode: string; spoil: (request: Request) => object }[] = [
  { errorCode: '111', spoil: ({ card, ...request }) => request },
  { errorCode: '106', spoil: request => ({ ...request, consumerId: 'a b' }) },
  { errorCode: '115', spoil: r => ({ ...r, card: { ...r.card, cardProductId: 'nothing' } }) },
  { errorCode: '201', spoil: r => ({ ...r, card: { ...r.card, encryptedData: 'a.b.c.d.e' } }) },
];

function wrongRow(rowId: number): (typeof wrongRows)[number] | null {
  return rowId % 20 === 19 ? (wrongRows[Math.floor(rowId / 20) % wrongRows.length] ?? null) : null;
}
