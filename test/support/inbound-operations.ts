import type { TestToken } from './test-parties.ts';

/**
 * What the published field tables say of the methods issuers call, five of the single-badge API and two of the auxiliary
 * one (Issuer Gateway API, inbound methods), written out by hand: nothing here comes from the project's own schemas.
 */
export interface InboundOperation {
  name: string;
  /** Whose tokens it is about. */
  badge: 'primary' | 'auxiliary';
  /** A request the hub takes, for a token of that badge that is active in Apple Pay. */
  request(token: TestToken): Record<string, unknown>;
  required: readonly string[];
  /** Values a member must not have. */
  wrong: Readonly<Record<string, readonly unknown[]>>;
  /** What the hub answers for a token that is deleted; null: the operation names no token. */
  deletedToken: 160 | 200 | null;
}

const noText = [true, {}, [], ['x'], ''] as const;
const tooLong = (longest: number) => 'x'.repeat(longest + 1);
const issuerCardRefId = [...noText, tooLong(48), 'nul\u0000', 'half \ud800'];
const virtualCardId = [...noText, tooLong(64)];

const newCardMembers = {
  issuerCardRefId,
  newIssuerCardRefId: [...noText, tooLong(48)],
  fpanDetails: [...noText, tooLong(8192)],
  publicKeyIdentifier: [true, {}, [], 'a b', tooLong(64)],
};

const updateCardState: Omit<InboundOperation, 'name' | 'badge'> = {
  request: token => ({
    issuerCardRefId: token.issuerCardRefId,
    virtualCardId: token.virtualCardId,
    action: 'SUSPEND',
  }),
  required: ['issuerCardRefId', 'action'],
  wrong: {
    issuerCardRefId,
    virtualCardId,
    action: [...noText, 7, 'ACTIVATE', 'SUSPEND '],
    reason: [true, {}, [], '', 'lost', 1.5, '1.5', 1e20],
  },
  deletedToken: 160,
};

export const inboundOperations: readonly InboundOperation[] = [
  {
    name: 'getCardInfo',
    badge: 'primary',
    request: token => ({ issuerCardRefId: token.issuerCardRefId }),
    required: ['issuerCardRefId'],
    wrong: { issuerCardRefId },
    deletedToken: null,
  },
  {
    name: 'getTokenInfo',
    badge: 'primary',
    request: token => ({ issuerCardRefId: token.issuerCardRefId, virtualCardId: token.virtualCardId }),
    required: ['issuerCardRefId', 'virtualCardId'],
    wrong: { issuerCardRefId, virtualCardId },
    deletedToken: 200,
  },
  {
    name: 'updateCard',
    badge: 'primary',
    request: token => ({ issuerCardRefId: token.issuerCardRefId, newProductId: 'DEMO-DEBIT' }),
    required: ['issuerCardRefId'],
    wrong: { ...newCardMembers, newProductId: [...noText, tooLong(128)] },
    deletedToken: null,
  },
  { name: 'updateCardState', badge: 'primary', ...updateCardState },
  {
    name: 'sendMessage',
    badge: 'primary',
    request: token => ({
      issuerCardRefId: token.issuerCardRefId,
      virtualCardId: token.virtualCardId,
      message: 'Your card is ready',
    }),
    required: ['issuerCardRefId', 'virtualCardId', 'message'],
    wrong: {
      issuerCardRefId,
      virtualCardId,
      message: [...noText, tooLong(256)],
      messageId: [...noText, tooLong(64)],
      language: [...noText, 'english', 7],
      expirationDate: [...noText, 7, 'tomorrow', '2026-11-22', '2026-11-22T10:00:00', '2026-13-01T00:00:00Z'],
      openInIssuerApp: [{}, [], 'yes', 1],
    },
    deletedToken: 160,
  },
  {
    name: 'auxiliary/updateCard',
    badge: 'auxiliary',
    request: token => ({ issuerCardRefId: token.issuerCardRefId, newIssuerCardRefId: 'another-reference' }),
    required: ['issuerCardRefId'],
    wrong: newCardMembers,
    deletedToken: null,
  },
  { name: 'auxiliary/updateCardState', badge: 'auxiliary', ...updateCardState },
];
