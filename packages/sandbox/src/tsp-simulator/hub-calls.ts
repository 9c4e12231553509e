import { randomUUID } from 'node:crypto';
import type { CertifiedKey } from '@countermark/hub/identity/certificates';
import { correlationIdHeader } from '@countermark/wire/issuer-gateway/headers';
import { incomingBasePath, transactionBasePath } from '@countermark/wire/tsp/base-paths';
import { walletIndicatorHeader } from '@countermark/wire/tsp/headers';
import { Agent, request } from 'undici';
import type { DataManner } from './tsp-faults.ts';
import type { TspTokenRecord } from './tsp-tokens.ts';

/** What the hub answered. */
export interface HubAnswer {
  status: number;
  body: unknown;
}

/** What a TSP tells the hub, over mutual TLS with its own client certificate. */
export class HubCalls {
  readonly #agent: Agent;
  readonly #peersUrl: string;

  constructor({ peersUrl, caPem, client }: { peersUrl: string; caPem: string; client: CertifiedKey }) {
    this.#peersUrl = peersUrl;
    this.#agent = new Agent({
      connect: { ca: caPem, cert: client.certificatePem, key: client.privateKeyPem },
    });
  }

  /** Sends the data of a token in the manner asked for. */
  async submitData(
    token: TspTokenRecord,
    how: { path: 'data' | 'newData'; manner: DataManner; correlationId: string },
  ) {
    const { issuerId, elements } = token;
    const parts = { whole: [elements], parts: [elements.slice(0, 1), elements.slice(1)], withheld: [] };
    const sent = parts[how.manner];
    for (const [index, tokenPersoInfo] of sent.entries()) {
      const body = { issuerId, tokenPersoInfo, complete: index === sent.length - 1 };
      await this.#call('PUT', `${incomingBasePath}/tokens/${token.tokenId}/${how.path}`, { ...how, body });
    }
  }

  renew(token: TspTokenRecord, tokenExp: string): Promise<HubAnswer> {
    const { issuerId, tokenId } = token;
    const body = { issuerId, tokenInfo: { tokenExp, tokenLast4: token.token.slice(-4) } };
    return this.#call('POST', `${incomingBasePath}/tokens/${tokenId}/renewal`, { body });
  }

  tellState({ issuerId, tokenId, state }: TspTokenRecord): Promise<HubAnswer> {
    return this.#call('PUT', `${incomingBasePath}/tokens/${tokenId}/state`, { body: { issuerId, state } });
  }

  tellTransaction({ issuerId, tokenId }: TspTokenRecord, now: Date): Promise<HubAnswer> {
    const body = {
      issuerId,
      tokenId,
      transactionType: 'PURCHASE',
      result: 'APPROVED',
      transactionDateTime: now.toISOString(),
      amount: { value: 1250, currency: 'EUR' },
      merchant: { name: 'Corner Shop', city: 'Copenhagen', country: 'DNK' },
    };
    const path = `${transactionBasePath}/token-transactions/${randomUUID()}`;
    return this.#call('PUT', path, { body, headers: { [walletIndicatorHeader]: '1' } });
  }

  /** Ends connections and whatever is under way at once. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #call(
    method: 'PUT' | 'POST',
    path: string,
    {
      body,
      correlationId = randomUUID(),
      headers = {},
    }: {
      body: object;
      correlationId?: string;
      headers?: Record<string, string>;
    },
  ): Promise<HubAnswer> {
    const answer = await request(this.#peersUrl + path, {
      dispatcher: this.#agent,
      method,
      headers: { 'content-type': 'application/json', [correlationIdHeader]: correlationId, ...headers },
      body: JSON.stringify(body),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, body: text === '' ? null : JSON.parse(text) };
  }
}
