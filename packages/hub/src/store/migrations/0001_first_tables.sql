-- Ids are text in collation "C": a UUIDv7 then sorts by creation on every engine, whatever its locale.
--
-- Documents that are only stored and given back are json, not jsonb: a body goes out again word for word, and what a
-- peer sent is kept even where jsonb refuses it (U+0000, unpaired surrogates).
--
-- card_id leads the key of every per-card table and no foreign key leaves a card, so that these tables can be spread by
-- card_id. None of them refers to issuer or card_product
-- either: every enrolment would lock the same few rows.

-- Issuers -------------------------------------------------------------------------------------------------------------

create table issuer (
  issuer_id text collate "C" primary key,
  name text not null,
  settings json not null
);

create table issuer_key (
  issuer_id text collate "C" not null references issuer,
  key_identifier text collate "C" not null,
  certificate_pem text not null,
  created_at timestamptz not null,
  primary key (issuer_id, key_identifier)
);

create table issuer_certificate (
  issuer_id text collate "C" not null references issuer,
  fingerprint text collate "C" not null,
  certificate_pem text not null,
  not_after timestamptz not null,
  primary key (issuer_id, fingerprint)
);
create index issuer_certificate_fingerprint on issuer_certificate (fingerprint, issuer_id);

-- Products ------------------------------------------------------------------------------------------------------------

create table card_product (
  product_id text collate "C" primary key,
  issuer_id text collate "C" not null references issuer,
  name text not null,
  scheme text not null,
  tsp text not null,
  token_product_id text not null,
  api_family text not null,
  pan_ranges json not null,
  token_ranges json not null,
  token_requestor_ids json not null,
  max_tokens_per_card integer not null,
  issuer_overrides_yellow boolean not null,
  terms json not null,
  profiles json not null
);

-- What a PAN is looked up by; written with its product.
create table pan_range (
  prefix text collate "C" not null,
  pan_length integer not null,
  product_id text collate "C" not null references card_product,
  primary key (prefix, pan_length)
);
create index pan_range_product on pan_range (product_id);

-- Token requestors ----------------------------------------------------------------------------------------------------

create table token_requestor (
  requestor_id text collate "C" primary key,
  name text not null,
  token_requestor_ids json not null,
  callback_base text,
  callback_trust text
);

create table requestor_certificate (
  requestor_id text collate "C" not null references token_requestor,
  fingerprint text collate "C" not null,
  certificate_pem text not null,
  not_after timestamptz not null,
  primary key (requestor_id, fingerprint)
);
-- A client certificate speaks for one requestor.
create unique index requestor_certificate_unique on requestor_certificate (fingerprint);

-- Cards ---------------------------------------------------------------------------------------------------------------

create table card (
  card_id text collate "C" primary key,
  issuer_id text collate "C" not null,
  issuer_card_ref_id text collate "C" not null,
  product_id text collate "C" not null,
  issuer_product_id text,
  pan_fingerprint text collate "C" not null,
  sealed_pan bytea not null,
  sealed_expiry bytea,
  last_digits text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index card_reference_unique on card (issuer_card_ref_id, issuer_id);
create index card_pan on card (issuer_id, pan_fingerprint, card_id);

-- Former references that still lead to a card; the card's current one stands in the card itself.
create table card_alias (
  issuer_card_ref_id text collate "C" not null,
  issuer_id text collate "C" not null,
  card_id text collate "C" not null,
  primary key (issuer_card_ref_id, issuer_id)
);
create index card_alias_card on card_alias (card_id);

-- Tokens --------------------------------------------------------------------------------------------------------------

create table token (
  card_id text collate "C" not null references card,
  virtual_card_id text collate "C" not null,
  issuer_id text collate "C" not null,
  product_id text collate "C" not null,
  requestor_id text collate "C" not null,
  token_requestor_id text collate "C" not null,
  wallet_provider_id text collate "C" not null,
  wallet_card_ref_id text collate "C",
  wallet_virtual_card_id text collate "C",
  token_storage_id text collate "C",
  token_type text not null,
  tsp text not null,
  tsp_token_id text collate "C" not null,
  token_last_digits text not null,
  token_expiry_date text not null,
  is_primary boolean not null,
  device_information json not null,
  enrolment_id text collate "C" not null,
  state text collate "C" not null,
  return_state text,
  suspenders json not null,
  activated boolean not null,
  deletion json,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  due_at timestamptz,
  primary key (card_id, virtual_card_id)
);
create unique index token_id_unique on token (virtual_card_id);
create unique index token_live_unique
  on token (card_id, wallet_provider_id, token_requestor_id, coalesce(token_storage_id, ''), is_primary)
  where state not in ('DELETED', 'ERASED');
create index token_requestor_token on token (requestor_id, virtual_card_id);
create index token_wallet_card on token (requestor_id, wallet_card_ref_id, virtual_card_id)
  where wallet_card_ref_id is not null;
create index token_issuer on token (issuer_id, virtual_card_id);
create index token_due on token (due_at, virtual_card_id) where due_at is not null;

-- Enrolments ----------------------------------------------------------------------------------------------------------

-- A session begins before its card is known, so it is not a per-card table.
create table enrolment (
  enrolment_id text collate "C" primary key,
  issuer_id text collate "C" not null,
  product_id text collate "C" not null,
  requestor_id text collate "C" not null,
  token_requestor_id text collate "C" not null,
  wallet_provider_id text collate "C" not null,
  wallet_card_ref_id text collate "C",
  token_storage_id text collate "C",
  token_type text not null,
  request json not null,
  step text not null,
  outcome text,
  refusal json,
  decision text,
  issuer_card_ref_id text collate "C",
  issuer_product_id text,
  terms_decision json,
  pan_fingerprint text collate "C",
  sealed_pan bytea,
  sealed_expiry bytea,
  ciphered_card_info text,
  public_key_identifier text,
  authentication_value text,
  last_digits text not null,
  idv_methods json not null,
  challenge json,
  virtual_card_id text collate "C",
  issuer_wait double precision not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  due_at timestamptz,
  check ((pan_fingerprint is null) = (sealed_pan is null))
);
create index enrolment_issuer on enrolment (issuer_id, enrolment_id);
create index enrolment_due on enrolment (due_at, enrolment_id) where due_at is not null;

-- Operations ----------------------------------------------------------------------------------------------------------

create table operation (
  card_id text collate "C" not null,
  operation_id text collate "C" not null,
  virtual_card_id text collate "C" not null,
  issuer_id text collate "C" not null,
  correlation_id text collate "C" not null,
  kind text not null,
  action text not null,
  event json not null,
  source text not null,
  reason bigint,
  step text collate "C" not null,
  notice json,
  attempts integer not null,
  created_at timestamptz not null,
  next_attempt_at timestamptz not null,
  lease_until timestamptz,
  primary key (card_id, operation_id),
  foreign key (card_id, virtual_card_id) references token
);
create unique index operation_id_unique on operation (operation_id);
create index operation_token on operation (virtual_card_id, operation_id);
create index operation_due on operation (next_attempt_at, operation_id) where step <> 'CLOSED';

-- Deliveries ----------------------------------------------------------------------------------------------------------

-- A queue, not a per-card table: it outlives the token it speaks of (ERASE).
create table delivery (
  delivery_id text collate "C" primary key,
  issuer_id text collate "C" not null,
  virtual_card_id text collate "C" not null,
  operation text not null,
  correlation_id text collate "C" not null,
  body json not null,
  state text collate "C" not null,
  attempts integer not null,
  created_at timestamptz not null,
  next_attempt_at timestamptz not null,
  lease_until timestamptz
);
create index delivery_due on delivery (next_attempt_at, delivery_id) where state = 'PENDING';
create index delivery_token on delivery (virtual_card_id, state, delivery_id);
create index delivery_issuer on delivery (issuer_id, delivery_id);
create index delivery_waiting on delivery (issuer_id, next_attempt_at) where state = 'PENDING';
create index delivery_parked on delivery (issuer_id, delivery_id) where state = 'PARKED';

-- started_at is in the key because a worker that outlived its lease may make the same attempt as its successor.
create table delivery_attempt (
  delivery_id text collate "C" not null references delivery on delete cascade,
  number integer not null,
  started_at timestamptz not null,
  duration double precision not null,
  status integer,
  code integer,
  failure text,
  primary key (delivery_id, number, started_at)
);

-- Exchanges -----------------------------------------------------------------------------------------------------------

create table exchange (
  exchange_id text collate "C" primary key,
  direction text not null,
  peer text not null,
  operation text not null,
  correlation_id text collate "C" not null,
  started_at timestamptz not null,
  duration double precision not null,
  status integer,
  request json,
  response json,
  failure text
);
create index exchange_correlation on exchange (correlation_id, started_at, exchange_id);

-- Built-in TSP --------------------------------------------------------------------------------------------------------

create table domestic_token (
  tsp_token_id text collate "C" primary key,
  issuer_id text collate "C" not null,
  correlation_id text collate "C" not null,
  wallet_card_ref_id text collate "C",
  token_storage_id text collate "C",
  token_requestor_id text collate "C" not null,
  pan_fingerprint text collate "C" not null,
  token_fingerprint text collate "C" not null,
  sealed_token bytea not null,
  sealed_pan bytea not null,
  sealed_expiry bytea,
  token_expiry_date text not null,
  par text not null,
  state text collate "C" not null,
  otp_hash text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index domestic_token_fingerprint_unique on domestic_token (token_fingerprint);
create unique index domestic_token_correlation_unique on domestic_token (correlation_id);
create unique index domestic_token_live_unique
  on domestic_token (
    issuer_id, coalesce(wallet_card_ref_id, ''), coalesce(token_storage_id, ''), token_requestor_id, pan_fingerprint
  )
  where state <> 'DELETED';
create index domestic_token_card on domestic_token (issuer_id, pan_fingerprint) where state <> 'DELETED';

create table domestic_par (
  pan_fingerprint text collate "C" primary key,
  par text collate "C" not null
);
create unique index domestic_par_unique on domestic_par (par);

-- The hub itself ------------------------------------------------------------------------------------------------------

create table setting (
  name text collate "C" primary key,
  value jsonb not null
);

-- Dated in real time, as TLS is, whatever the hub's clock says: these dates are for custodians, nothing is decided by them.
create table vault_key (
  key_id text collate "C" primary key,
  purpose text collate "C" not null,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
create unique index vault_key_current_unique on vault_key (purpose) where retired_at is null;
