import { getToken, jwtBearerGrant } from '@countermark/wire/d1/oauth2/get-token';
import { readResponse } from '@countermark/wire/d1/operation';
import { readP256PrivateKey } from '@countermark/wire/envelope/p256-keys';
import { SignJWT } from 'jose';
import type { HubAnswer } from '../hub-answer.ts';

/** The key that an issuer signs with: of the curve P-256. */
export interface SigningKey {
  /** `kid`, as the hub calls it. */
  keyIdentifier: string;
  /** PKCS#8 in PEM, without passphrase. */
  privateKeyPem: string;
}

/** What the hub said when it was asked for a token, and the token if it gave one. */
export interface TokenAnswer {
  answer: HubAnswer;
  token: string | undefined;
}

/** What the token of an issuer is asked for with. */
export interface TokenHolder {
  issuerId: string;
  signing: SigningKey;
  now: () => Date | Promise<Date>;
}

/** Seconds an assertion is good; the hub takes none that is good for more than 15 minutes. */
const assertionLifetime = 5 * 60;

/** A token is not used in its last minute: the call might come too late. */
const tokenMargin = 60_000;

/** The access token of one issuer, asked for with assertions that it signs (Inbound OAuth2 API; RFC 7523). */
export class AccessTokens {
  readonly #issuer: TokenHolder;
  readonly #send: (form: string) => Promise<HubAnswer>;
  #held: { value: string; expires: number } | undefined;
  #underWay: Promise<TokenAnswer> | undefined;

  /** @param send sends the form to the hub */
  constructor(issuer: TokenHolder, send: (form: string) => Promise<HubAnswer>) {
    this.#issuer = issuer;
    this.#send = send;
  }

  /** The token that is good for a call; `undefined`: one must be asked for. */
  async held(): Promise<string | undefined> {
    const now = await this.#issuer.now();
    return this.#held && this.#held.expires - tokenMargin > now.getTime() ? this.#held.value : undefined;
  }

  /** Asks for a token; whoever asks meanwhile gets the same. A refusal is an answer. */
  async ask(): Promise<TokenAnswer> {
    this.#underWay ??= this.#grant().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  /** From now on this token is not used any more. */
  drop(token: string): void {
    if (this.#held?.value === token) this.#held = undefined;
  }

  async #grant(): Promise<TokenAnswer> {
    const form = { grant_type: jwtBearerGrant, assertion: await this.#assertion() };
    const answer = await this.#send(new URLSearchParams(form).toString());
    const granted = answer.status === 200 ? readResponse(getToken, answer.body) : null;
    if (!granted?.ok) return { answer, token: undefined };
    const { access_token: token, expires_in: seconds } = granted.message;
    const now = await this.#issuer.now();
    this.#held = { value: token, expires: now.getTime() + seconds * 1000 };
    return { answer, token };
  }

  async #assertion(): Promise<string> {
    const { issuerId, signing, now } = this.#issuer;
    const exp = Math.floor((await now()).getTime() / 1000) + assertionLifetime;
    return new SignJWT({ iss: issuerId, sub: issuerId, exp })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: signing.keyIdentifier })
      .sign(readP256PrivateKey(signing.privateKeyPem));
  }
}
