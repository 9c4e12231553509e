import type { TokenType } from '../../core/token.ts';

export interface VaultedTokenTables {
  spent_token_number: SpentTokenNumberTable;
  vaulted_token: VaultedTokenTable;
  payment_account: PaymentAccountTable;
}

interface SpentTokenNumberTable {
  token_fingerprint: string;
  spent_at: Date;
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

interface PaymentAccountTable {
  pan_fingerprint: string;
  par: string;
}
