import type { Badge } from '../../core/badge.ts';
import type { Card, CardState } from '../../core/card.ts';

export interface CardTables {
  card: CardTable;
  card_alias: CardAliasTable;
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
