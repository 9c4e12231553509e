import type { D1Product } from '@countermark/wire/operator/d1-product';
import { type D1ProductId, sandboxPanPrefixes } from '../test-cards.ts';
import { remoteTokenBin } from '../tsp-simulator/tsp-tokens.ts';
import { sandboxTerms } from './sandbox-terms.ts';

/** They are next door: who does not answer by now will not, and nobody has to wait 5 s to see what follows. */
const answerTimeout = 2_000;

/** The issuers of a sandbox: one as most are set up today, one that differs in every setting. */
export const sandboxIssuers = [
  {
    issuerId: 'CMISSUER01',
    name: 'Countermark Demo Bank',
    settings: {
      padding: 'RSAES-OAEP-SHA-256',
      encoding: 'base64',
      recipientForm: 'subjectKeyIdentifier',
      inboundPkcs1v15: 'refused',
      answerTimeout,
      hasIdv: true,
      notifyRenewals: true,
      pushAuthentication: 'HUB',
    },
  },
  {
    issuerId: 'CMISSUER02',
    name: 'Demo Bank without ID&V',
    settings: {
      padding: 'RSAES-PKCS1-v1_5',
      encoding: 'hex',
      recipientForm: 'issuerAndSerialNumber',
      inboundPkcs1v15: 'allowed',
      answerTimeout,
      hasIdv: false,
      notifyRenewals: false,
      pushAuthentication: 'ISSUER',
    },
  },
] as const;

export type SandboxIssuer = (typeof sandboxIssuers)[number];

/** The issuers of a sandbox that speak D1, and nothing else: one as most are set up, one that differs in every setting. */
export const sandboxD1Issuers = [
  { issuerId: 'D1ISSUER01', name: 'Demo Bank on D1', cardNotifications: 'V2', hasOAuth2: true },
  { issuerId: 'D1ISSUER02', name: 'Demo Bank on early D1', cardNotifications: 'V1', hasOAuth2: false },
] as const;

export type SandboxD1Issuer = (typeof sandboxD1Issuers)[number];

const walletTrids = ['40010030273', '50110030273', '40010075001', '40010043095'];
const merchantTrids = ['40010075839', '99900000001'];
/** The networks' own Click to Pay. */
const directoryTrids = ['40010075338', '50123197928'];
const everyTrid = [...walletTrids, ...merchantTrids, ...directoryTrids];

/** What the Click to Pay directories are as token requestors. */
export const directoriesRequestor = 'directories';

/** The token requestors that the simulators play. */
export const sandboxRequestors = [
  { requestorId: 'wallet', name: 'Wallet simulator', tokenRequestorIds: walletTrids, hasDevices: true },
  {
    requestorId: 'merchant',
    name: 'Merchant simulator',
    tokenRequestorIds: merchantTrids,
    hasDevices: false,
  },
  {
    requestorId: directoriesRequestor,
    name: 'Click to Pay directories',
    tokenRequestorIds: directoryTrids,
    hasDevices: false,
  },
] as const;

/** Networks that the hub plays. */
const networks = {
  mastercard: { scheme: 'MASTERCARD', tsp: 'MDES_SIMULATOR' },
  visa: { scheme: 'VISA', tsp: 'VTS_SIMULATOR' },
} as const;

/** The TSP of another house, which the hub reaches over a connection. */
export const sandboxTsp = { name: 'REMOTE', customer: 'Simulated TSP' } as const;

const product = (
  productId: keyof typeof sandboxPanPrefixes,
  more: {
    issuerId: string;
    name: string;
    tokenBin: string;
    maxTokensPerCard: number;
    auxiliary?: { productId: keyof typeof sandboxPanPrefixes; asksIssuer: boolean };
    network?: keyof typeof networks;
    tsp?: typeof sandboxTsp.name;
    standIn?: true;
    d1?: D1Product;
  },
) => ({
  productId,
  issuerId: more.issuerId,
  name: more.name,
  ...(more.network ? networks[more.network] : { scheme: 'DOMESTIC', tsp: more.tsp ?? 'DOMESTIC' }),
  tokenProductId: productId,
  apiFamily: more.d1 ? 'D1' : 'ISSUER_GATEWAY',
  panRanges: [{ prefix: sandboxPanPrefixes[productId], panLength: 16 }],
  tokenRanges: [{ tokenBin: more.tokenBin, tokenLength: 16 }],
  tokenRequestorIds: everyTrid,
  maxTokensPerCard: more.maxTokensPerCard,
  issuerOverridesYellow: false,
  standIn: more.standIn ?? false,
  terms: sandboxTerms,
  ...(more.auxiliary && { auxiliary: more.auxiliary }),
  ...(more.d1 && { d1: more.d1 }),
  profiles: [
    {
      productId,
      shortDescription: more.name,
      cardArtUrl: `https://cards.example/${productId.toLowerCase()}.png`,
    },
  ],
});

const d1Product = (
  productId: D1ProductId,
  more: {
    name: string;
    issuerId?: string;
    tokenBin: string;
    network: keyof typeof networks;
    d1: D1Product;
  },
) =>
  product(productId, {
    issuerId: 'D1ISSUER01',
    ...more,
    maxTokensPerCard: 1000,
    d1: { authorisation: 'NONE', services: ['TOKENIZATION', 'CLICK_TO_PAY'], ...more.d1 },
  });

/** A wallet that trusts a device or an account little is trusted little. */
const usualRules: NonNullable<D1Product['rules']> = [
  { name: 'device at risk', when: { deviceScoreAtMost: 1 }, decision: 'RED' },
  { name: 'account at risk', when: { accountScoreAtMost: 2 }, decision: 'YELLOW' },
  { name: 'many tokens', when: { liveTokensAtLeast: 20 }, decision: 'RED' },
];

/** What the hub decides on itself: from what it knows, from what it asks the issuer, with and without Click to Pay at once. */
const d1Products = [
  d1Product('D1-VISA', {
    name: 'D1 Visa',
    tokenBin: '99909061',
    network: 'visa',
    d1: { rules: usualRules },
  }),
  d1Product('D1-MASTERCARD', {
    name: 'D1 Mastercard',
    tokenBin: '99909062',
    network: 'mastercard',
    d1: { verifyCard: true, unregisteredCards: 'REGISTER', rules: usualRules },
  }),
  d1Product('D1-AUTO', {
    name: 'D1 Visa, enrolled at once',
    tokenBin: '99909063',
    network: 'visa',
    d1: { autoEnrolment: true },
  }),
  d1Product('D1-FETCHED', {
    name: 'D1 Mastercard, consumers asked for',
    tokenBin: '99909064',
    network: 'mastercard',
    d1: { dataModel: 'FETCHED' },
  }),
  d1Product('D1-PLAIN', {
    name: 'D1 Visa, told in few words',
    issuerId: 'D1ISSUER02',
    tokenBin: '99909066',
    network: 'visa',
    d1: {},
  }),
  d1Product('D1-CREATED', {
    name: 'D1 Visa, made by the hub',
    tokenBin: '99909065',
    network: 'visa',
    d1: { authorisation: 'ORCHESTRATION' },
  }),
];

/** The card products of a sandbox. */
export const sandboxProducts = [
  product('DEMO-DEBIT', {
    issuerId: 'CMISSUER01',
    name: 'Demo Debit',
    tokenBin: '99909001',
    maxTokensPerCard: 1000,
  }),
  product('DEMO-LIMITED', {
    issuerId: 'CMISSUER01',
    name: 'Demo Limited',
    tokenBin: '99909002',
    maxTokensPerCard: 2,
  }),
  product('DEMO-PLAIN', {
    issuerId: 'CMISSUER02',
    name: 'Demo Plain',
    tokenBin: '99909003',
    maxTokensPerCard: 10,
  }),
  // The domestic side comes before the product that names it.
  product('DEMO-DOMESTIC', {
    issuerId: 'CMISSUER01',
    name: 'Demo Domestic',
    tokenBin: '99909015',
    maxTokensPerCard: 1000,
  }),
  product('DEMO-COBADGED', {
    issuerId: 'CMISSUER01',
    name: 'Demo Cobadged',
    tokenBin: '99909014',
    maxTokensPerCard: 1000,
    network: 'visa',
    auxiliary: { productId: 'DEMO-DOMESTIC', asksIssuer: true },
  }),
  product('DEMO-REMOTE', {
    issuerId: 'CMISSUER01',
    name: 'Demo Remote',
    tokenBin: remoteTokenBin,
    maxTokensPerCard: 1000,
    tsp: sandboxTsp.name,
  }),
  product('DEMO-MASTERCARD', {
    issuerId: 'CMISSUER01',
    name: 'Demo Mastercard',
    tokenBin: '99909051',
    maxTokensPerCard: 1000,
    network: 'mastercard',
  }),
  product('DEMO-VISA', {
    issuerId: 'CMISSUER01',
    name: 'Demo Visa',
    tokenBin: '99909052',
    maxTokensPerCard: 1000,
    network: 'visa',
    standIn: true,
  }),
  ...d1Products,
];
