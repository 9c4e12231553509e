import { readMessage } from '@countermark/wire/reading';
import {
  SubmittedPersonalisation,
  TokenPersonalisation,
} from '@countermark/wire/token-requestor/personalise-token';
import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import { type RequestorClient, TokenRequestorApiError } from './requestor-client.ts';

/** A token on a device, ready to pay. */
export interface PayingToken {
  virtualCardId: string;
  personalisation: TokenPersonalisation;
  /** Transaction counter of the last payment. */
  atc: number;
}

/** A token, and what its requestor asks the hub with. */
interface HeldToken {
  token: PayingToken;
  client: RequestorClient;
}

/** The payment applications of the simulator's devices. They forget all when the simulator stops. */
export class PaymentDevices {
  readonly #tokens = new Map<string, HeldToken>();

  /**
   * A token is being delivered: the device asks what it pays with, under a key of its own. A token whose TSP gives
   * nothing here cannot pay, and is delivered all the same.
   */
  async personalise(client: RequestorClient, virtualCardId: string): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' });
    const { x = '', y = '' } = await exportJWK(publicKey);
    const sealed = await client
      .personaliseToken(virtualCardId, { devicePublicKey: { kty: 'EC', crv: 'P-256', x, y } })
      .catch(whenRefused);
    if (!sealed) return;
    const { plaintext } = await compactDecrypt(sealed.personalisation, privateKey);
    const content: unknown = JSON.parse(new TextDecoder().decode(plaintext));
    if (isSubmitted(content)) return;
    const reading = readMessage(TokenPersonalisation, content);
    if (!reading.ok) throw new Error(`The personalisation of a token lacks ${reading.parameter}`);
    const token = { virtualCardId, personalisation: reading.message, atc: 0 };
    this.#tokens.set(virtualCardId, { token, client });
  }

  /** Undefined when no device can pay with it. */
  token(virtualCardId: string): PayingToken | undefined {
    return this.#tokens.get(virtualCardId)?.token;
  }

  /** Of the tokens in use, the one that came to its device last; undefined when there is none. */
  async newestInUse(): Promise<PayingToken | undefined> {
    for (const { token, client } of [...this.#tokens.values()].reverse()) {
      const known = await client.token(token.virtualCardId).catch(whenRefused);
      if (known?.state === 'RESUMED') return token;
    }
    return undefined;
  }
}

function whenRefused(error: unknown): null {
  if (error instanceof TokenRequestorApiError && error.status !== null) return null;
  throw error;
}

/** Elements that a TSP of another house submitted: what they mean is between it and the device. */
function isSubmitted(content: unknown): boolean {
  return readMessage(SubmittedPersonalisation, content).ok;
}
