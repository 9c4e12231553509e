import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

/** What this issuer vouches for a pushed card with, where it and not the hub is to judge: a text that only it reads. */
export interface PushedCard {
  fpan: string;
  nonce: string;
}

const mark = 'bank-app';

/** @param signingKeyPem the issuer's private key */
export function makeProof(signingKeyPem: string, card: PushedCard): string {
  const signature = sign('sha256', signed(card), createPrivateKey(signingKeyPem));
  return [mark, card.nonce, signature.toString('base64url')].join('.');
}

/** Whether this issuer made the proof for this card. */
export function isOwnProof(signingKeyPem: string, { proof, fpan }: { proof: string; fpan: string }): boolean {
  const [name, nonce = '', signature = ''] = proof.split('.');
  const key = createPublicKey(createPrivateKey(signingKeyPem));
  return name === mark && verify('sha256', signed({ fpan, nonce }), key, Buffer.from(signature, 'base64url'));
}

function signed({ fpan, nonce }: PushedCard): Buffer {
  return Buffer.from(`${mark}|${fpan}|${nonce}`);
}
