import { randomUUID } from 'node:crypto';
import type { CaptureMethod } from '@countermark/wire/issuer-gateway/data/card-capture-information';
import type { DeviceInformation } from '@countermark/wire/issuer-gateway/data/device-information';
import { builtInTestCard, testScheme } from '../test-cards.ts';
import {
  type Opinion,
  type Recommendation,
  type Scheme,
  type Wallet,
  type WalletName,
  wallets,
} from './wallets.ts';

/** What the cardholder does with the terms; with `none` they stay on the screen. */
export const termsDecisions = ['accept', 'decline', 'none'] as const;
export type TermsChoice = (typeof termsDecisions)[number];

/** How the card comes out of the issuer's application: the hub makes its payload, or the application does. */
export const pushForms = ['by-hub', 'by-app'] as const;
export type PushForm = (typeof pushForms)[number];

/** How the token gets to the device; with `none` it never does. */
export const provisioningResults = ['deliver', 'fail', 'cancel', 'none'] as const;
export type ProvisioningChoice = (typeof provisioningResults)[number];

/** What the cardholder types: the code that came last, another, or the one that came before. */
export const codeEntries = ['right', 'wrong', 'former'] as const;
export type CodeEntry = (typeof codeEntries)[number];

/**
 * One enrolment as a cardholder goes through it, as far as the script says. Everything but the wallet has a default:
 * the built-in test card on a new device of a good customer who does all that is asked for.
 */
export interface EnrolmentScript {
  wallet: WalletName;
  /** Unless given, that of the test card. */
  scheme?: Scheme;
  /** 13 to 19 digits. */
  pan?: string;
  /** `MMYY`. */
  exp?: string;
  /** Unless given, a card that is typed or photographed brings that of the built-in test card, any other none. */
  cvv?: string;
  captureMethod?: CaptureMethod;
  /** 1 to 5, the best. */
  deviceScore?: number;
  /** 1 to 5, the best. */
  accountScore?: number;
  recommendation?: Recommendation;
  reasonCodes?: readonly string[];
  /** Instead of what the wallet's usual device would tell; with a `tokenStorageId`, a device used before. */
  device?: DeviceInformation;
  /** A name of `idvChoices`, the id of a method, or `none`; unless given, the first method the simulator knows. */
  idvChoice?: string;
  terms?: TermsChoice;
  provisioning?: ProvisioningChoice;
  /** One entry, or several one after the other while codes are asked for. */
  otp?: 'none' | CodeEntry | readonly CodeEntry[];
  /** Second device of the same user: the wallet names the card by this `walletCardRefId` and gives no card data. */
  knownCard?: string;
  /** The issuer's application hands the card over, and the wallet never sees it. */
  push?: PushForm;
  /** The virtualCardId of a token that stands in place of the card; a device of the simulator holds it. */
  originalToken?: string;
  /** ISO 639-1. */
  language?: string;
}

/** A script with its defaults filled in. */
export interface CompleteScript {
  wallet: Wallet;
  scheme: Scheme;
  card: ScriptedCard;
  captureMethod: CaptureMethod;
  opinion: Opinion;
  /** Null for a wallet without devices. */
  device: (DeviceInformation & { tokenStorageId: string }) | null;
  language: string;
  terms: TermsChoice;
  provisioning: ProvisioningChoice;
  /** Undefined: whatever comes first. */
  idvChoice: string | undefined;
  codes: readonly CodeEntry[];
}

export type ScriptedCard =
  | { kind: 'GIVEN'; pan: string; exp: string; cvv: string | undefined }
  | { kind: 'PUSHED'; pan: string; exp: string; by: PushForm }
  | { kind: 'TOKEN'; virtualCardId: string }
  | { kind: 'KNOWN'; walletCardRefId: string };

/** Two members of a script that exclude each other, named by the one that has to go; undefined when all agree. */
export function contradictionIn(script: EnrolmentScript): { member: string; problem: string } | undefined {
  const cardData = (['pan', 'exp', 'cvv'] as const).find(member => script[member] !== undefined);
  if (script.knownCard !== undefined && cardData !== undefined) {
    return { member: cardData, problem: 'is not given together with knownCard' };
  }
  if (script.device !== undefined && wallets[script.wallet].device === null) {
    return { member: 'device', problem: `is not given for ${script.wallet}, which has none` };
  }
  if (script.push !== undefined && wallets[script.wallet].device === null) {
    return { member: 'push', problem: `is not given for ${script.wallet}: cards are pushed to devices` };
  }
  return undefined;
}

/** Fills in the defaults. A device that is not named is a new one. */
export function completeScript(script: EnrolmentScript): CompleteScript {
  const wallet = wallets[script.wallet];
  const language = script.language ?? 'en';
  const captureMethod = script.captureMethod ?? usualCapture(script);
  return {
    wallet,
    scheme: script.scheme ?? testScheme(script.pan ?? builtInTestCard.pan),
    card: cardOf(script, captureMethod),
    captureMethod,
    opinion: {
      recommendation: script.recommendation ?? 'green',
      reasonCodes: script.reasonCodes ?? [],
      deviceScore: script.deviceScore ?? 5,
      accountScore: script.accountScore ?? 5,
    },
    device: wallet.device && { tokenStorageId: randomUUID(), language, ...script.device },
    language,
    terms: script.terms ?? 'accept',
    provisioning: script.provisioning ?? 'deliver',
    idvChoice: script.idvChoice,
    codes: codesOf(script.otp ?? 'right'),
  };
}

function usualCapture({ wallet, knownCard, push, originalToken }: EnrolmentScript): CaptureMethod {
  if (push !== undefined) return 'BANK_APP';
  if (originalToken !== undefined) return 'TOKEN';
  return knownCard === undefined ? wallets[wallet].captureMethod : 'ON_FILE';
}

function cardOf(script: EnrolmentScript, captureMethod: CaptureMethod): ScriptedCard {
  if (script.knownCard !== undefined) return { kind: 'KNOWN', walletCardRefId: script.knownCard };
  if (script.originalToken !== undefined) return { kind: 'TOKEN', virtualCardId: script.originalToken };
  const { pan = builtInTestCard.pan, exp = builtInTestCard.exp } = script;
  if (script.push !== undefined) return { kind: 'PUSHED', pan, exp, by: script.push };
  const showsCode = captureMethod === 'MANUAL' || captureMethod === 'CAMERA';
  return {
    kind: 'GIVEN',
    pan,
    exp,
    cvv: script.cvv ?? (showsCode ? builtInTestCard.cvv : undefined),
  };
}

/** What is typed, one after the other. */
export function codesOf(otp: NonNullable<EnrolmentScript['otp']>): readonly CodeEntry[] {
  if (otp === 'none') return [];
  return typeof otp === 'string' ? [otp] : otp;
}
