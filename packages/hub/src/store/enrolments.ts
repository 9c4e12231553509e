import type { Selectable } from 'kysely';
import type { Enrolment, EnrolmentCardData, TermsDecision } from '../core/enrolment.ts';
import type { EnrolmentStore } from '../ports/aggregates/enrolments.ts';
import { toChallenge } from './challenge.ts';
import { toDocument, toNullableDocument } from './documents.ts';
import { assertTransaction, type Handle } from './handle.ts';
import { assertSaved } from './saved.ts';
import type { AsJson } from './schema/document.ts';
import type { EnrolmentTable } from './schema/enrolments.ts';

export function enrolmentStore(db: Handle): EnrolmentStore {
  const enrolments = () => db.selectFrom('enrolment').selectAll();
  return {
    async insert(enrolment) {
      await db.insertInto('enrolment').values(toRow(enrolment)).execute();
    },

    async save(enrolment) {
      const { enrolment_id, ...values } = toRow(enrolment);
      const result = await db
        .updateTable('enrolment')
        .set(values)
        .where('enrolment_id', '=', enrolment_id)
        .executeTakeFirst();
      assertSaved(result, `enrolment ${enrolment_id}`);
    },

    async find(enrolmentId) {
      const row = await enrolments().where('enrolment_id', '=', enrolmentId).executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async lock(enrolmentId) {
      assertTransaction(db, 'enrolments.lock');
      const row = await enrolments()
        .where('enrolment_id', '=', enrolmentId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async list({ issuerId, before, limit }) {
      let query = enrolments().orderBy('enrolment_id', 'desc').limit(limit);
      if (issuerId !== undefined) query = query.where('issuer_id', '=', issuerId);
      if (before !== undefined) query = query.where('enrolment_id', '<', before);
      const rows = await query.execute();
      return rows.map(fromRow);
    },

    async due(now, limit) {
      const rows = await db
        .selectFrom('enrolment')
        .select('enrolment_id')
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .orderBy('enrolment_id')
        .limit(limit)
        .execute();
      return rows.map(row => row.enrolment_id);
    },
  };
}

function toRow(enrolment: Enrolment) {
  return {
    enrolment_id: enrolment.enrolmentId,
    primary_token: toNullableDocument(enrolment.primaryToken),
    issuer_id: enrolment.issuerId,
    product_id: enrolment.productId,
    requestor_id: enrolment.requestorId,
    token_requestor_id: enrolment.tokenRequestorId,
    wallet_provider_id: enrolment.walletProviderId,
    wallet_card_ref_id: enrolment.walletCardRefId,
    token_storage_id: enrolment.tokenStorageId,
    token_type: enrolment.tokenType,
    request: toDocument(enrolment.request),
    step: enrolment.step,
    outcome: enrolment.outcome,
    refusal: toNullableDocument(enrolment.refusal),
    decision: enrolment.decision,
    decision_trace: toNullableDocument(enrolment.decisionTrace),
    verified_card: toNullableDocument(enrolment.verifiedCard),
    issuer_card_ref_id: enrolment.issuerCardRefId,
    issuer_product_id: enrolment.issuerProductId,
    terms_decision: toNullableDocument(enrolment.termsDecision),
    ...toCardDataColumns(enrolment.cardData),
    last_digits: enrolment.lastDigits,
    idv_methods: toDocument(enrolment.idvMethods),
    challenge: toNullableDocument(enrolment.challenge),
    virtual_card_id: enrolment.virtualCardId,
    issuer_wait: enrolment.issuerWait,
    created_at: enrolment.createdAt,
    updated_at: enrolment.updatedAt,
    due_at: enrolment.dueAt,
  };
}

function toCardDataColumns(cardData: EnrolmentCardData | null) {
  return {
    pan_fingerprint: cardData?.panFingerprint ?? null,
    sealed_pan: cardData?.sealedPan ?? null,
    sealed_expiry: cardData?.sealedExpiry ?? null,
    ciphered_card_info: cardData?.cipheredCardInfo ?? null,
    public_key_identifier: cardData?.publicKeyIdentifier ?? null,
    authentication_value: cardData?.authenticationValue ?? null,
  };
}

function fromRow(row: Selectable<EnrolmentTable>): Enrolment {
  return {
    enrolmentId: row.enrolment_id,
    primaryToken: row.primary_token,
    issuerId: row.issuer_id,
    productId: row.product_id,
    requestorId: row.requestor_id,
    tokenRequestorId: row.token_requestor_id,
    walletProviderId: row.wallet_provider_id,
    walletCardRefId: row.wallet_card_ref_id,
    tokenStorageId: row.token_storage_id,
    tokenType: row.token_type,
    request: row.request,
    step: row.step,
    outcome: row.outcome,
    refusal: row.refusal,
    decision: row.decision,
    decisionTrace: row.decision_trace,
    verifiedCard: row.verified_card,
    issuerCardRefId: row.issuer_card_ref_id,
    issuerProductId: row.issuer_product_id,
    termsDecision: row.terms_decision && toTermsDecision(row.terms_decision),
    cardData: toCardData(row),
    lastDigits: row.last_digits,
    idvMethods: row.idv_methods,
    challenge: row.challenge && toChallenge(row.challenge),
    virtualCardId: row.virtual_card_id,
    issuerWait: row.issuer_wait,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    dueAt: row.due_at,
  };
}

function toCardData(row: Selectable<EnrolmentTable>): EnrolmentCardData | null {
  if (row.pan_fingerprint === null || row.sealed_pan === null) return null;
  return {
    panFingerprint: row.pan_fingerprint,
    sealedPan: row.sealed_pan,
    sealedExpiry: row.sealed_expiry,
    cipheredCardInfo: row.ciphered_card_info,
    publicKeyIdentifier: row.public_key_identifier,
    authenticationValue: row.authentication_value,
  };
}

function toTermsDecision(decision: AsJson<TermsDecision>): TermsDecision {
  return { ...decision, acceptedDate: new Date(decision.acceptedDate) };
}
