import { notifyVirtualCardChange } from './notify-virtual-card-change.ts';
import { requestCoBadgeDigitization } from './request-co-badge-digitization.ts';
import { updateCard } from './update-card.ts';
import { updateCardState } from './update-card-state.ts';

/** Path under which the hub serves the inbound operations of the auxiliary API, version 1.4.3. */
export const inboundBasePath = '/gtep/igwauxapi';

/** Usual path under which issuers serve the outbound operations; each issuer may set another. */
export const outboundBasePath = '/issuer/igwauxapi';

/** What issuers call (Issuer Gateway Auxiliary API, inbound). */
export const inboundOperations = [updateCard, updateCardState] as const;

/** What the hub calls (Issuer Gateway Auxiliary API, outbound). */
export const outboundOperations = [requestCoBadgeDigitization, notifyVirtualCardChange] as const;

export type OutboundOperationName = (typeof outboundOperations)[number]['name'];
