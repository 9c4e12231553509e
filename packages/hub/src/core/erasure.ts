import type { Token } from './token.ts';

/**
 * What stays of an erased token: that it was one, whose and when. Its id is never given out again, and what was told of
 * it can still be told from what was not.
 */
export function withoutPersonalData(token: Token): Token {
  return {
    ...token,
    walletCardRefId: null,
    walletVirtualCardId: null,
    primaryWalletVirtualCardId: null,
    tokenStorageId: null,
    tokenLastDigits: '',
    deviceInformation: {},
    reports: {},
  };
}

const hour = 60 * 60 * 1000;

/** Messages that are settled are kept this long, so that their own records are not written after they are gone. */
export const settledMessageLife = hour;
