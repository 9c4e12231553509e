import type {
  AuxiliaryProduct,
  CardProduct,
  CardProfile,
  D1ProductSettings,
  PanRange,
  TermsAndConditions,
  TokenRange,
} from '../../core/card-product.ts';
import type { Document, NullableDocument } from './document.ts';

export interface ProductTables {
  card_product: CardProductTable;
  pan_range: PanRangeTable;
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
