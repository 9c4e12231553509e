import { createPrivateKey, type KeyObject } from 'node:crypto';
import { lastDigits } from '@countermark/wire/card/pan';
import { type Detokenize, DetokenizeResult } from '@countermark/wire/detokenization/detokenize';
import { DetokenizationError } from '@countermark/wire/detokenization/error-response';
import { DetokenizedCard } from '@countermark/wire/detokenization/message-elements';
import type { Notify } from '@countermark/wire/detokenization/notify';
import { approved } from '@countermark/wire/detokenization/response-codes';
import { readMessage } from '@countermark/wire/reading';
import { compactDecrypt } from 'jose';
import type { PayingToken } from '../wallet-simulator/payment-devices.ts';
import {
  type AcquirerAnswer,
  type AcquirerClient,
  type AcquirerClientOptions,
  createAcquirerClient,
} from './acquirer-client.ts';
import { composePayment, type PaymentScript } from './payment-script.ts';

/** What a payment came to. No card number is in here. */
export interface PaymentReport {
  virtualCardId: string;
  reference: string;
  amount: Detokenize['amount'];
  /** `x-request-id` of every call that was made, in order: the hub's exchange log knows them by these. */
  requestIds: string[];
  /** Null when the hub did not take the message. */
  responseCode: string | null;
  /** In the hub's words. */
  responseMessage: string;
  /** Of the card that the hub named; null: it named none. */
  cardLastDigits: string | null;
  result: 'APPROVED' | 'DECLINED';
}

export interface AcquirerOptions extends AcquirerClientOptions {
  /** PEM; what the hub answers opens with it. */
  encryptionKeyPem: string;
  /** The time at the terminal. */
  now: () => Promise<Date>;
}

/** An acquirer with one terminal, and an issuer behind it that approves whatever has a card number. */
export class Acquirer {
  readonly #client: AcquirerClient;
  readonly #encryptionKey: KeyObject;
  readonly #now: () => Promise<Date>;
  #formerReference: string | null = null;

  constructor(options: AcquirerOptions) {
    this.#client = createAcquirerClient(options);
    this.#encryptionKey = createPrivateKey(options.encryptionKeyPem);
    this.#now = options.now;
  }

  /** Asks the hub whose card the payment is on and, when the payment was good enough to be asked about, tells it the end. */
  async pay(token: PayingToken, script: PaymentScript): Promise<PaymentReport> {
    const message = composePayment(script, {
      token,
      now: await this.#now(),
      formerReference: this.#formerReference,
    });
    this.#formerReference = message.reference;
    const asked = await this.#client.post('detokenize', message);
    const { responseCode, responseMessage, card } = await this.#read(asked);
    const result = responseCode === approved && card ? 'APPROVED' : 'DECLINED';
    const told = card ? await this.#client.post('notify', notice(message, result)) : null;
    return {
      virtualCardId: token.virtualCardId,
      reference: message.reference,
      amount: message.amount,
      requestIds: [asked, ...(told ? [told] : [])].map(({ requestId }) => requestId),
      responseCode,
      responseMessage,
      cardLastDigits: card && lastDigits(card.pan, 4),
      result,
    };
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #read({ status, json }: AcquirerAnswer) {
    if (status !== 200) {
      const refusal = readMessage(DetokenizationError, json);
      const words = refusal.ok ? `${refusal.message.errorCode} ${refusal.message.errorMessage}` : '';
      return { responseCode: null, responseMessage: `HTTP ${status} ${words}`.trim(), card: null };
    }
    const reading = readMessage(DetokenizeResult, json);
    if (!reading.ok) throw new Error(`The hub's answer is not as the API says, at ${reading.parameter}`);
    const { responseCode, responseMessage, cipheredDetokenizedCard: sealed } = reading.message;
    return { responseCode, responseMessage, card: sealed === undefined ? null : await this.#open(sealed) };
  }

  async #open(sealed: string): Promise<DetokenizedCard> {
    const { plaintext } = await compactDecrypt(sealed, this.#encryptionKey);
    const reading = readMessage(DetokenizedCard, JSON.parse(new TextDecoder().decode(plaintext)));
    if (!reading.ok) throw new Error(`The card the hub names lacks ${reading.parameter}`);
    return reading.message;
  }
}

function notice(message: Detokenize, result: 'APPROVED' | 'DECLINED'): Notify {
  const { tokenizedCard, reference, amount, transactionDateTime, cardAcceptor } = message;
  return {
    tokenizedCard,
    reference,
    transactionType: 'PURCHASE',
    result,
    amount,
    transactionDateTime,
    cardAcceptor,
  };
}
