import type { Suspender } from '../../core/suspenders.ts';
import type { ReturnState, TokenDeletion, TokenState, TokenType } from '../../core/token.ts';
import type { TokenReports } from '../../core/token-report.ts';
import type { Document, NullableDocument } from './document.ts';

export interface TokenTables {
  token: TokenTable;
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
