import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { DecisionTrace } from '../../core/d1-decision.ts';
import type { VerifiedCard } from '../../core/d1-facts.ts';
import type { Decision } from '../../core/decision.ts';
import type {
  EnrolmentOutcome,
  EnrolmentRequest,
  EnrolmentStep,
  PrimaryToken,
  Refusal,
  TermsDecision,
} from '../../core/enrolment.ts';
import type { OtpChallenge } from '../../core/one-time-password.ts';
import type { TokenType } from '../../core/token.ts';
import type { Document, NullableDocument } from './document.ts';

export interface EnrolmentTables {
  enrolment: EnrolmentTable;
}

export interface EnrolmentTable {
  enrolment_id: string;
  primary_token: NullableDocument<PrimaryToken>;
  issuer_id: string;
  product_id: string;
  requestor_id: string;
  token_requestor_id: string;
  wallet_provider_id: string;
  wallet_card_ref_id: string | null;
  token_storage_id: string | null;
  token_type: TokenType;
  request: Document<EnrolmentRequest>;
  step: EnrolmentStep;
  outcome: EnrolmentOutcome | null;
  refusal: NullableDocument<Refusal>;
  decision: Decision | null;
  decision_trace: NullableDocument<DecisionTrace>;
  verified_card: NullableDocument<VerifiedCard>;
  issuer_card_ref_id: string | null;
  issuer_product_id: string | null;
  terms_decision: NullableDocument<TermsDecision>;
  pan_fingerprint: string | null;
  sealed_pan: Uint8Array | null;
  sealed_expiry: Uint8Array | null;
  ciphered_card_info: string | null;
  public_key_identifier: string | null;
  authentication_value: string | null;
  last_digits: string;
  idv_methods: Document<IdvMethod[]>;
  challenge: NullableDocument<OtpChallenge>;
  virtual_card_id: string | null;
  issuer_wait: number;
  created_at: Date;
  updated_at: Date;
  due_at: Date | null;
}
