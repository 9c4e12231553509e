import { type SealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import { type CardInfo, writeCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import {
  type PushWallet,
  pushWalletNames,
  pushWallets,
} from '@countermark/wire/push-provisioning/authorization-code';
import type { StartEnrolment } from '@countermark/wire/token-requestor/start-enrolment';
import type { CompleteScript, PushForm } from './enrolment-script.ts';
import type { PayingToken } from './payment-devices.ts';
import type { WalletReferences } from './wallet-references.ts';
import { deviceInformationOf, scoringInformationOf } from './wallets.ts';

/** What composing needs beside the script: the wallet's own names, and the hub's key for card data. */
export interface ComposingMeans {
  references: WalletReferences;
  sealingKey: SealingKey;
  /** Asks the issuer's application for a card's payload. */
  pushedPayload: PushedPayload;
  /** What a token on a device of the simulator is; undefined when none holds it. */
  payingToken: (virtualCardId: string) => PayingToken | undefined;
}

/** The issuer's application hands over a card, for one wallet. */
export type PushedPayload = (
  card: { pan: string; exp: string; wallet: PushWallet },
  by: PushForm,
) => Promise<string>;

/** The first message of an enrolment: what this wallet tells of card, device and user, and nothing it would not know. */
export async function composeStartEnrolment(
  script: CompleteScript,
  means: ComposingMeans,
): Promise<StartEnrolment> {
  const { wallet, scheme, device } = script;
  const deviceInformation = device ? deviceInformationOf(wallet, scheme, device) : undefined;
  return {
    tokenRequestorId: wallet.tokenRequestorIds?.[scheme] ?? wallet.tokenRequestorId,
    tokenType: wallet.tokenType,
    language: script.language,
    ...(await cardMembers(script, means)),
    ...(device && { tokenStorageId: device.tokenStorageId }),
    ...(wallet.merchantId !== null && { merchantId: wallet.merchantId }),
    walletUserInformation: { walletUserId: means.references.walletUserId(wallet.name) },
    cardCaptureInformation: { captureMethod: script.captureMethod },
    scoringInformation: scoringInformationOf(wallet, scheme, script.opinion),
    ...(deviceInformation && { deviceInformation }),
  };
}

type CardMembers = Pick<
  StartEnrolment,
  'walletCardRefId' | 'cipheredCardInfo' | 'publicKeyIdentifier' | 'pushPayload' | 'originalTokenRequestorId'
>;

async function cardMembers({ card, wallet }: CompleteScript, means: ComposingMeans): Promise<CardMembers> {
  const named = (number: string) => ({
    walletCardRefId: means.references.walletCardRefId(wallet.name, number),
  });
  switch (card.kind) {
    case 'KNOWN':
      return { walletCardRefId: card.walletCardRefId };
    case 'PUSHED': {
      const { pan, exp, by } = card;
      const audience = pushWalletNames.find(name => pushWallets[name] === wallet.name);
      if (audience === undefined) throw new Error(`No card is pushed to ${wallet.name}`);
      return { ...named(pan), pushPayload: await means.pushedPayload({ pan, exp, wallet: audience }, by) };
    }
    case 'TOKEN': {
      const original = means.payingToken(card.virtualCardId);
      if (!original) throw new Error('No device of the simulator holds the original token');
      const { token: fpan, tokenExpiryDate: exp, tokenRequestorId } = original.personalisation;
      const sealed = await sealCard({ fpan, exp }, means);
      return { ...named(fpan), ...sealed, originalTokenRequestorId: tokenRequestorId };
    }
    case 'GIVEN': {
      const { pan: fpan, exp, cvv } = card;
      const sealed = await sealCard({ fpan, exp, ...(cvv !== undefined && { cvv }) }, means);
      return { ...named(fpan), ...sealed };
    }
  }
}

async function sealCard(
  cardInfo: CardInfo,
  { sealingKey }: ComposingMeans,
): Promise<Required<Pick<StartEnrolment, 'cipheredCardInfo' | 'publicKeyIdentifier'>>> {
  return {
    publicKeyIdentifier: sealingKey.keyIdentifier,
    cipheredCardInfo: await sealEnvelope(writeCardInfo(cardInfo), {
      key: sealingKey,
      padding: 'RSAES-OAEP-SHA-256',
      recipient: 'subjectKeyIdentifier',
      encoding: 'base64',
    }),
  };
}
