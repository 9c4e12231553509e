import type { DetokenizationCode } from '@countermark/wire/detokenization/response-codes';
import type { Authenticator } from '@countermark/wire/issuer-gateway/data/authenticator-info';
import type { IdvMethod } from '@countermark/wire/issuer-gateway/data/idv-method';
import type { BindingState } from '@countermark/wire/token-requestor/binding';
import type { ColumnType, Generated } from 'kysely';
import type { Badge } from '../core/badge.ts';
import type { BatchFile, RecordResult } from '../core/batch-file.ts';
import type { Card, CardState } from '../core/card.ts';
import type {
  AuxiliaryProduct,
  CardProduct,
  CardProfile,
  D1ProductSettings,
  PanRange,
  TermsAndConditions,
  TokenRange,
} from '../core/card-product.ts';
import type { ClickToPayEnrolment, ClickToPayProfile, ClickToPayRequest } from '../core/click-to-pay.ts';
import type { Consumer } from '../core/consumer.ts';
import type { DecisionTrace } from '../core/d1-decision.ts';
import type { VerifiedCard } from '../core/d1-facts.ts';
import type { Decision } from '../core/decision.ts';
import type { Delivery, Parking } from '../core/delivery.ts';
import type { Detokenizer } from '../core/detokenizer.ts';
import type { BindingApproval } from '../core/device-binding.ts';
import type { DirectoryName } from '../core/directory.ts';
import type {
  EnrolmentOutcome,
  EnrolmentRequest,
  EnrolmentStep,
  PrimaryToken,
  Refusal,
  TermsDecision,
} from '../core/enrolment.ts';
import type { IssuerPublicKey, IssuerSettings } from '../core/issuer.ts';
import type { OtpChallenge } from '../core/one-time-password.ts';
import type { Operation, OperationStep } from '../core/operation.ts';
import type { Personalisation } from '../core/personalisation.ts';
import type { OperationStatus, OperationTarget } from '../core/recorded-operation.ts';
import type { Suspender } from '../core/suspenders.ts';
import type { ReturnState, TokenAction, TokenDeletion, TokenState, TokenType } from '../core/token.ts';
import type { Notice, TokenEvent } from '../core/token-life-cycle.ts';
import type { Reporter, TokenReports } from '../core/token-report.ts';
import type { TokenRequestor } from '../core/token-requestor.ts';
import type { TokenSource } from '../core/token-source.ts';
import type { Merchant, TokenTransaction } from '../core/token-transaction.ts';
import type { TspSettings } from '../core/tsp-connection.ts';
import type { Exchange } from '../ports/aggregates/exchanges.ts';
import type { KeyPurpose } from '../vault/key-store.ts';

/** The tables, as `migrations/` makes them. */
export interface Database {
  issuer: IssuerTable;
  issuer_key: IssuerKeyTable;
  issuer_public_key: IssuerPublicKeyTable;
  issuer_certificate: IssuerCertificateTable;
  card_product: CardProductTable;
  pan_range: PanRangeTable;
  token_requestor: TokenRequestorTable;
  requestor_certificate: RequestorCertificateTable;
  consumer: ConsumerTable;
  card: CardTable;
  card_alias: CardAliasTable;
  token: TokenTable;
  enrolment: EnrolmentTable;
  device_binding: DeviceBindingTable;
  operation: OperationTable;
  recorded_operation: RecordedOperationTable;
  delivery: DeliveryTable;
  delivery_attempt: DeliveryAttemptTable;
  delivery_queue: DeliveryQueueTable;
  issuer_breaker: IssuerBreakerTable;
  exchange: ExchangeTable;
  accepted_call: AcceptedCallTable;
  spent_token_number: SpentTokenNumberTable;
  vaulted_token: VaultedTokenTable;
  payment_account: PaymentAccountTable;
  aggregator: AggregatorTable;
  aggregator_issuer: AggregatorIssuerTable;
  aggregator_key: AggregatorKeyTable;
  detokenizer: DetokenizerTable;
  detokenizer_certificate: DetokenizerCertificateTable;
  detokenization: DetokenizationTable;
  push_use: PushUseTable;
  tsp_connection: TspConnectionTable;
  tsp_certificate: TspCertificateTable;
  remote_token: RemoteTokenTable;
  tsp_call: TspCallTable;
  personalisation: PersonalisationTable;
  token_transaction: TokenTransactionTable;
  click_to_pay_profile: ClickToPayProfileTable;
  click_to_pay_enrolment: ClickToPayEnrolmentTable;
  click_to_pay_request: ClickToPayRequestTable;
  batch_file: BatchFileTable;
  batch_record: BatchRecordTable;
  setting: SettingTable;
  vault_key: VaultKeyTable;
}

/** What `T` looks like after a stay in a JSON column: its dates are texts. */
export type AsJson<T> = T extends Date ? string : T extends object ? { [K in keyof T]: AsJson<T[K]> } : T;

/** A JSON column: read parsed, written as text (`toDocument`). */
type Document<T> = ColumnType<AsJson<T>, string, string>;
type NullableDocument<T> = ColumnType<AsJson<T> | null, string | null, string | null>;

export interface IssuerTable {
  issuer_id: string;
  name: string;
  settings: Document<IssuerSettings>;
  sealed_client_secret: Generated<Uint8Array | null>;
}

interface IssuerKeyTable {
  issuer_id: string;
  key_identifier: string;
  certificate_pem: string;
  created_at: Date;
}

interface IssuerPublicKeyTable {
  issuer_id: string;
  purpose: IssuerPublicKey['purpose'];
  key_identifier: string;
  public_key_pem: string;
  created_at: Date;
}

interface IssuerCertificateTable {
  issuer_id: string;
  fingerprint: string;
  certificate_pem: string;
  not_after: Date;
}

export interface CardProductTable {
  product_id: string;
  issuer_id: string;
  name: string;
  scheme: string;
  tsp: string;
  token_product_id: string;
  api_family: CardProduct['apiFamily'];
  pan_ranges: Document<PanRange[]>;
  token_ranges: Document<TokenRange[]>;
  token_requestor_ids: Document<string[]>;
  max_tokens_per_card: number;
  issuer_overrides_yellow: boolean;
  stand_in: boolean;
  terms: Document<TermsAndConditions[]>;
  profiles: Document<CardProfile[]>;
  auxiliary: NullableDocument<AuxiliaryProduct>;
  d1: NullableDocument<D1ProductSettings>;
}

interface PanRangeTable {
  prefix: string;
  pan_length: number;
  product_id: string;
}

export interface TokenRequestorTable {
  requestor_id: string;
  name: string;
  token_requestor_ids: Document<TokenRequestor['tokenRequestorIds']>;
  callback_base: string | null;
  callback_trust: string | null;
}

interface RequestorCertificateTable {
  requestor_id: string;
  fingerprint: string;
  certificate_pem: string;
  not_after: Date;
}

export interface ConsumerTable {
  consumer_key: string;
  issuer_id: string;
  consumer_id: string;
  state: Consumer['state'];
  sealed_personal_information: Uint8Array | null;
  created_at: Date;
  updated_at: Date;
}

export interface CardTable {
  card_id: string;
  badge: Badge;
  primary_card_id: string | null;
  issuer_id: string;
  issuer_card_ref_id: string;
  product_id: string;
  issuer_product_id: string | null;
  pan_fingerprint: string;
  sealed_pan: Uint8Array;
  sealed_expiry: Uint8Array | null;
  last_digits: string;
  consumer_key: string | null;
  consumer_id: string | null;
  origin: Card['origin'];
  state: CardState;
  suspend_reason: Card['suspendReason'];
  ongoing_operation: Card['ongoingOperation'];
  sealed_accounts: Uint8Array | null;
  wrong_codes: number;
  replaced_by: string | null;
  created_at: Date;
  updated_at: Date;
}

interface CardAliasTable {
  badge: Badge;
  issuer_card_ref_id: string;
  issuer_id: string;
  card_id: string;
}

export interface TokenTable {
  card_id: string;
  virtual_card_id: string;
  issuer_id: string;
  product_id: string;
  requestor_id: string;
  token_requestor_id: string;
  wallet_provider_id: string;
  wallet_card_ref_id: string | null;
  wallet_virtual_card_id: string | null;
  token_storage_id: string | null;
  token_type: TokenType;
  tsp: string;
  tsp_token_id: string;
  token_last_digits: string;
  token_expiry_date: string;
  is_primary: boolean;
  primary_wallet_virtual_card_id: string | null;
  device_information: Document<Record<string, string>>;
  enrolment_id: string;
  state: TokenState;
  return_state: ReturnState | null;
  suspenders: Document<Suspender[]>;
  activated: boolean;
  deletion: NullableDocument<TokenDeletion>;
  reports: Document<TokenReports>;
  created_at: Date;
  updated_at: Date;
  due_at: Date | null;
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

export interface DeviceBindingTable {
  card_id: string;
  binding_id: string;
  virtual_card_id: string;
  issuer_id: string;
  requestor_id: string;
  device_binding_reference: string;
  token_storage_id: string;
  device_information: Document<Record<string, string>>;
  authenticator_info: NullableDocument<Authenticator>;
  state: BindingState;
  refusal: NullableDocument<Refusal>;
  decision: Decision | null;
  idv_methods: Document<IdvMethod[]>;
  chosen_method_id: string | null;
  challenge: NullableDocument<OtpChallenge>;
  approval: NullableDocument<BindingApproval>;
  attempts: number;
  issuer_wait: number;
  created_at: Date;
  updated_at: Date;
  due_at: Date | null;
}

export interface OperationTable {
  card_id: string;
  operation_id: string;
  virtual_card_id: string;
  issuer_id: string;
  correlation_id: string;
  kind: Operation['kind'];
  action: TokenAction;
  event: Document<TokenEvent>;
  source: TokenSource;
  reason: number | null;
  reported_by: Reporter | null;
  step: OperationStep;
  notice: NullableDocument<Notice>;
  attempts: number;
  created_at: Date;
  next_attempt_at: Date;
  recorded_operation_id: string | null;
  lane: string;
  lease_until: Date | null;
}

export interface RecordedOperationTable {
  operation_id: string;
  issuer_id: string;
  target_kind: OperationTarget['kind'];
  target_key: string;
  target_id: string;
  operation: string;
  status: OperationStatus;
  start_time: Date;
  end_time: Date | null;
  reason: string | null;
  reason_code: string | null;
  error_code: string | null;
  error: string | null;
  digital_card_ids: Document<string[]>;
  input_file_name: string | null;
  issuer_request_id: string | null;
}

export interface DeliveryTable {
  delivery_id: string;
  issuer_id: string;
  queue_id: string;
  virtual_card_id: string | null;
  sequence: number;
  operation: string;
  correlation_id: string;
  body: Document<Record<string, unknown>>;
  parameters: NullableDocument<Record<string, string>>;
  state: Delivery['state'];
  parked: NullableDocument<Parking>;
  attempts: number;
  failures: number;
  alone: Generated<boolean>;
  created_at: Date;
  queued_at: Date;
  settled_at: Date | null;
}

export interface DeliveryAttemptTable {
  delivery_id: string;
  number: number;
  started_at: Date;
  duration: number;
  status: number | null;
  code: number | null;
  failure: string | null;
  late_status: number | null;
  late_after: number | null;
}

interface DeliveryQueueTable {
  queue_id: string;
  issuer_id: string;
  last_sequence: number;
  pending: number;
  due_at: Date | null;
  failed_at: Date | null;
  lease_until: Date | null;
}

export interface IssuerBreakerTable {
  issuer_id: string;
  failures: number;
  rests_until: Date | null;
  held_until: Date | null;
  recovered_at: Date | null;
}

export interface ExchangeTable {
  exchange_id: string;
  direction: Exchange['direction'];
  peer: string;
  aggregator_id: string | null;
  user_id: string | null;
  operation: string;
  correlation_id: string;
  started_at: Date;
  duration: number;
  status: number | null;
  request: NullableDocument<unknown>;
  response: NullableDocument<unknown>;
  failure: string | null;
}

interface SpentTokenNumberTable {
  token_fingerprint: string;
  spent_at: Date;
}

interface AcceptedCallTable {
  issuer_id: string;
  correlation_id: string;
  operation: string;
  fingerprint: string;
  state: 'RUNNING' | 'ACCEPTED';
  card_id: string | null;
  virtual_card_id: string | null;
  expires_at: Date;
}

export interface VaultedTokenTable {
  tsp: string;
  tsp_token_id: string;
  issuer_id: string;
  correlation_id: string;
  wallet_card_ref_id: string | null;
  token_storage_id: string | null;
  token_requestor_id: string;
  pan_fingerprint: string;
  token_fingerprint: string;
  token_product_id: string | null;
  sealed_token: Uint8Array;
  sealed_pan: Uint8Array;
  sealed_expiry: Uint8Array | null;
  token_expiry_date: string;
  par: string;
  state: string;
  state_before: string | null;
  activated_at: Date | null;
  decided_by: string;
  otp_hash: string | null;
  token_type: TokenType;
  merchant_id: string | null;
  sealed_key: Uint8Array | null;
  last_atc: number;
  created_at: Date;
  updated_at: Date;
}

interface AggregatorTable {
  aggregator_id: string;
  name: string;
}

interface AggregatorIssuerTable {
  aggregator_id: string;
  issuer_id: string;
}

interface AggregatorKeyTable {
  aggregator_id: string;
  key_identifier: string;
  public_key_pem: string;
  created_at: Date;
}

export interface DetokenizerTable {
  detokenizer_id: string;
  name: string;
  encryption_certificate_pem: string;
  answers: Detokenizer['answers'];
  sealed_mac_key: Uint8Array;
}

interface DetokenizerCertificateTable {
  detokenizer_id: string;
  fingerprint: string;
  certificate_pem: string;
  not_after: Date;
}

interface PushUseTable {
  issuer_id: string;
  code_id: string;
  forget_after: Date;
}

export interface DetokenizationTable {
  detokenizer_id: string;
  reference: string;
  request_id: string;
  message_fingerprint: string;
  tsp_token_id: string | null;
  response_code: DetokenizationCode;
  answered: boolean;
  created_at: Date;
}

export interface PaymentAccountTable {
  pan_fingerprint: string;
  par: string;
}

export interface TspConnectionTable {
  tsp: string;
  customer: string;
  settings: Document<TspSettings>;
  failed_checks: number;
  checked_at: Date | null;
  next_check_at: Date;
}

interface TspCertificateTable {
  tsp: string;
  fingerprint: string;
  certificate_pem: string;
  not_after: Date;
}

export interface RemoteTokenTable {
  tsp: string;
  tsp_token_id: string;
  issuer_id: string;
  correlation_id: string;
  otp_hash: string | null;
  created_at: Date;
}

interface TspCallTable {
  tsp: string;
  correlation_id: string;
  operation: string;
  tsp_token_id: string;
  fingerprint: string;
  accepted_at: Date;
}

export interface PersonalisationTable {
  personalisation_id: string;
  tsp: string;
  issuer_id: string;
  correlation_id: string;
  purpose: Personalisation['purpose'];
  tsp_token_id: string | null;
  virtual_card_id: string | null;
  step: Personalisation['step'];
  sealed_elements: Uint8Array | null;
  parts: Document<string[]>;
  failure: number | null;
  attempts: number;
  created_at: Date;
  due_at: Date | null;
}

export interface TokenTransactionTable {
  card_id: string;
  tsp: string;
  transaction_id: string;
  virtual_card_id: string | null;
  wallet_indicator: number | null;
  transaction_type: string;
  result: string;
  occurred_at: Date;
  amount: NullableDocument<TokenTransaction['amount']>;
  merchant: NullableDocument<Merchant>;
  original_transaction_id: string | null;
  recorded_at: Date;
}

export interface BatchFileTable {
  file_id: string;
  file_name: string | null;
  state: BatchFile['state'];
  digest: string | null;
  issuer_id: string | null;
  batch_id: string | null;
  seq_number: string | null;
  operation: string | null;
  error_code: BatchFile['errorCode'];
  total_records: number;
  created_at: Date;
  finished_at: Date | null;
  lease_until: Date | null;
}

interface BatchRecordTable {
  file_id: string;
  position: number;
  row_id: number;
  sealed_record: Uint8Array | null;
  result: NullableDocument<RecordResult>;
  faults: Generated<number>;
  fault: string | null;
}

interface SettingTable {
  name: string;
  value: Document<unknown>;
}

export interface VaultKeyTable {
  key_id: string;
  purpose: KeyPurpose;
  wrapped: Uint8Array;
  created_at: Generated<Date>;
  retired_at: Date | null;
}

export interface ClickToPayProfileTable {
  consumer_key: string;
  directory: DirectoryName;
  issuer_id: string;
  state: ClickToPayProfile['state'];
  last_number: number;
  due_at: Date | null;
  lease_until: Date | null;
}

export interface ClickToPayEnrolmentTable {
  card_id: string;
  consumer_key: string;
  directory: DirectoryName;
  external_card_id: string;
  state: ClickToPayEnrolment['state'];
  updated_at: Date;
}

export interface ClickToPayRequestTable {
  request_id: string;
  consumer_key: string;
  directory: DirectoryName;
  number: number;
  issuer_id: string;
  kind: ClickToPayRequest['kind'];
  card_id: string | null;
  operation_id: string;
  step: ClickToPayRequest['step'];
  trace: string | null;
  sealed_data: Uint8Array | null;
  attempts: number;
  failure: NullableDocument<NonNullable<ClickToPayRequest['failure']>>;
  created_at: Date;
}
