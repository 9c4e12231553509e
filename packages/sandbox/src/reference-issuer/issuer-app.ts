import { createPrivateKey, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { importSealingKey, type SealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import type {
  AuthorizationClaims,
  PushedCardData,
  PushWallet,
} from '@countermark/wire/push-provisioning/authorization-code';
import {
  type PushPayload,
  payloadIssuerHeader,
  payloadSubject,
} from '@countermark/wire/push-provisioning/push-payload';
import {
  PushedCard,
  TokenPushError,
  tokenPushBasePath,
} from '@countermark/wire/push-provisioning/token-push-api';
import { readMessage } from '@countermark/wire/reading';
import { CompactEncrypt, SignJWT, UnsecuredJWT } from 'jose';
import { Agent, request } from 'undici';
import type { CardReferences } from './card-references.ts';
import type { IssuerProfile } from './issuer-profile.ts';
import { makeProof } from './issuer-proof.ts';
import { type PushTampering, pushTamperings } from './push-tamperings.ts';

/** One card that the cardholder pushes to a wallet in the issuer's application. */
export interface CardToPush {
  pan: string;
  /** `MMYY`. */
  exp: string;
  wallet: PushWallet;
}

/** What came of a push. */
export type PushReport =
  | { status: 200; errorCode: null; payload: string }
  | { status: number; errorCode: number | null; payload: null };

export interface IssuerAppOptions {
  /** Where the hub faces its peers, without path. */
  hubUrl: string;
  hubCaPem: string;
  hubEnvelope: { keyIdentifier: string; certificatePem: string };
  issuers: readonly IssuerProfile[];
  references: CardReferences;
  /** The hub's time. */
  now: () => Promise<Date>;
}

const minute = 60;

/** Milliseconds the hub may take. */
const timeLimit = 10_000;

/**
 * The issuers' application on the cardholder's phone, and the back end that signs for it. It has no certificate: what it
 * may do is in the codes.
 */
export class IssuerApp {
  readonly #options: IssuerAppOptions;
  readonly #agent: Agent;
  readonly #sealingKey: SealingKey;

  constructor(options: IssuerAppOptions) {
    this.#options = options;
    this.#agent = new Agent({ connect: { ca: options.hubCaPem } });
    this.#sealingKey = importSealingKey(options.hubEnvelope);
  }

  /** By the hub: code and encrypted card data become a payload there. */
  async pushByHub(card: CardToPush, tampering?: PushTampering): Promise<PushReport> {
    const issuer = this.#issuerOf(card.pan);
    const issuerCardRefId = await this.#referenceOf(issuer, card);
    const claims = await this.#claims(issuer, { sub: issuerCardRefId, aud: card.wallet });
    const wrong = tampering === undefined ? {} : pushTamperings[tampering];
    const code = await this.#sign(issuer, wrong.claims?.(claims) ?? claims, wrong.signature ?? 'RS256');
    const data: PushedCardData = {
      issuerCardRefId,
      fpan: card.pan,
      exp: card.exp,
      cardHolderName: 'KARI NORDMANN',
    };
    const body = {
      authorizationCode: code,
      encryptedCardData: await sealEnvelope(Buffer.from(JSON.stringify(data)), {
        key: this.#sealingKey,
        padding: 'RSAES-OAEP-SHA-256',
        recipient: 'subjectKeyIdentifier',
        encoding: 'base64',
      }),
      publicKeyIdentifier: this.#sealingKey.keyIdentifier,
    };
    const first = await this.#post(body);
    return wrong.times === 'twice' ? this.#post(body) : first;
  }

  /** By itself: the application makes the payload, and vouches for it as was agreed on with the hub. */
  async payloadOfItsOwn(card: CardToPush): Promise<string> {
    const issuer = this.#issuerOf(card.pan);
    const iat = await this.#seconds();
    const { pan: fpan, exp } = card;
    const nonce = randomBytes(24).toString('base64url');
    const payload: PushPayload = {
      fpan,
      exp,
      nonce,
      iat,
      validUntil: iat + 5 * minute,
      authenticationValue:
        issuer.pushAuthentication === 'ISSUER'
          ? makeProof(issuer.signing.privateKeyPem, { fpan, nonce })
          : await this.#signatureOver(issuer, { fpan, nonce, aud: card.wallet }),
    };
    return new CompactEncrypt(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({
        alg: 'RSA-OAEP-256',
        enc: 'A256GCM',
        kid: this.#sealingKey.keyIdentifier,
        [payloadIssuerHeader]: issuer.issuerId,
      })
      .encrypt(new X509Certificate(this.#options.hubEnvelope.certificatePem).publicKey);
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  #issuerOf(pan: string): IssuerProfile {
    const issuer = this.#options.issuers.find(({ products }) =>
      products.some(({ panPrefix }) => pan.startsWith(panPrefix)),
    );
    if (!issuer) throw new Error('No issuer of the reference issuer has such a card');
    return issuer;
  }

  #referenceOf({ issuerId, products }: IssuerProfile, { pan, exp }: CardToPush): Promise<string> {
    const productId = products.find(({ panPrefix }) => pan.startsWith(panPrefix))?.productId ?? '';
    return this.#options.references.referenceOf({ issuerId, pan, productId, expiryYear: exp.slice(2) });
  }

  async #seconds(): Promise<number> {
    return Math.floor((await this.#options.now()).getTime() / 1000);
  }

  async #claims(
    { issuerId }: IssuerProfile,
    { sub, aud }: Pick<AuthorizationClaims, 'sub' | 'aud'>,
  ): Promise<AuthorizationClaims> {
    const iat = await this.#seconds();
    return { iss: issuerId, sub, aud, iat, exp: iat + 5 * minute, jti: randomUUID() };
  }

  async #signatureOver(
    issuer: IssuerProfile,
    { aud, ...card }: { fpan: string; nonce: string; aud: PushWallet },
  ): Promise<string> {
    return this.#sign(issuer, await this.#claims(issuer, { sub: payloadSubject(card), aud }), 'RS256');
  }

  async #sign(
    { signing }: IssuerProfile,
    claims: AuthorizationClaims,
    algorithm: 'RS256' | 'PS256' | 'none',
  ): Promise<string> {
    if (algorithm === 'none') return new UnsecuredJWT(claims).encode();
    return new SignJWT(claims)
      .setProtectedHeader({ typ: 'JWT', alg: algorithm })
      .sign(createPrivateKey(signing.privateKeyPem));
  }

  async #post(body: object): Promise<PushReport> {
    const response = await request(`${this.#options.hubUrl}${tokenPushBasePath}/push`, {
      dispatcher: this.#agent,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeLimit),
    });
    const answer: unknown = JSON.parse(await response.body.text());
    const status = response.statusCode;
    const pushed = status === 200 ? readMessage(PushedCard, answer) : null;
    if (pushed?.ok) return { status: 200, errorCode: null, payload: pushed.message.payload };
    const refused = readMessage(TokenPushError, answer);
    return { status, errorCode: refused.ok ? refused.message.errorCode : null, payload: null };
  }
}
