import { type SealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import { writeCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import type { StartEnrolment } from '@countermark/wire/token-requestor/start-enrolment';
import type { CompleteScript } from './enrolment-script.ts';
import type { WalletReferences } from './wallet-references.ts';
import { deviceInformationOf, scoringInformationOf } from './wallets.ts';

/** What composing needs beside the script: the wallet's own names, and the hub's key for card data. */
export interface ComposingMeans {
  references: WalletReferences;
  sealingKey: SealingKey;
}

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

type CardMembers = Pick<StartEnrolment, 'walletCardRefId' | 'cipheredCardInfo' | 'publicKeyIdentifier'>;

async function cardMembers(
  { card, wallet }: CompleteScript,
  { references, sealingKey }: ComposingMeans,
): Promise<CardMembers> {
  if (card.kind === 'KNOWN') return { walletCardRefId: card.walletCardRefId };
  const { pan, exp, cvv } = card;
  const cardInfo = { fpan: pan, exp, ...(cvv !== undefined && { cvv }) };
  return {
    walletCardRefId: references.walletCardRefId(wallet.name, pan),
    publicKeyIdentifier: sealingKey.keyIdentifier,
    cipheredCardInfo: await sealEnvelope(writeCardInfo(cardInfo), {
      key: sealingKey,
      padding: 'RSAES-OAEP-SHA-256',
      recipient: 'subjectKeyIdentifier',
      encoding: 'base64',
    }),
  };
}
