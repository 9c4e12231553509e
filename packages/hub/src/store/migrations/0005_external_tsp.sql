-- TSPs reached over a connection --------------------------------------------------------------------------------------

create table tsp_connection (
  tsp text collate "C" primary key,
  customer text collate "C" not null,
  settings json not null,
  failed_checks integer not null,
  checked_at timestamptz,
  next_check_at timestamptz not null
);
create unique index tsp_connection_customer_unique on tsp_connection (customer);

create table tsp_certificate (
  tsp text collate "C" not null references tsp_connection,
  fingerprint text collate "C" not null,
  certificate_pem text not null,
  not_after timestamptz not null,
  primary key (tsp, fingerprint)
);
-- A client certificate speaks for one TSP.
create unique index tsp_certificate_unique on tsp_certificate (fingerprint);

-- What the hub itself keeps of a token that another party made: whose it is, and the code of its verification.
create table remote_token (
  tsp text collate "C" not null,
  tsp_token_id text collate "C" not null,
  issuer_id text collate "C" not null,
  correlation_id text collate "C" not null,
  otp_hash text,
  created_at timestamptz not null,
  primary key (tsp, tsp_token_id)
);

-- Accepted calls of TSPs that may come again: the same call under the same correlation id has no second effect.
create table tsp_call (
  tsp text collate "C" not null,
  correlation_id text collate "C" not null,
  operation text collate "C" not null,
  tsp_token_id text collate "C" not null,
  fingerprint text collate "C" not null,
  accepted_at timestamptz not null,
  primary key (tsp, correlation_id, operation, tsp_token_id)
);
create index tsp_call_age on tsp_call (accepted_at);

-- Personalisation data on their way from a TSP to a device ------------------------------------------------------------

-- It begins before the token is known, so it is no per-card table. The data are sealed, and gone with the last step.
create table personalisation (
  personalisation_id text collate "C" primary key,
  tsp text collate "C" not null,
  issuer_id text collate "C" not null,
  correlation_id text collate "C" not null,
  purpose text collate "C" not null,
  tsp_token_id text collate "C",
  virtual_card_id text collate "C",
  step text collate "C" not null,
  sealed_elements bytea,
  parts json not null,
  failure integer,
  attempts integer not null,
  created_at timestamptz not null,
  due_at timestamptz
);
create unique index personalisation_session_unique on personalisation (tsp, correlation_id);
create index personalisation_token on personalisation (virtual_card_id, personalisation_id);
create index personalisation_due on personalisation (due_at, personalisation_id) where due_at is not null;

-- Transactions --------------------------------------------------------------------------------------------------------

create table token_transaction (
  card_id text collate "C" not null references card,
  tsp text collate "C" not null,
  transaction_id text collate "C" not null,
  virtual_card_id text collate "C",
  wallet_indicator integer,
  transaction_type text not null,
  result text not null,
  occurred_at timestamptz not null,
  amount json,
  merchant json,
  original_transaction_id text collate "C",
  recorded_at timestamptz not null,
  primary key (card_id, tsp, transaction_id)
);
create unique index token_transaction_unique on token_transaction (transaction_id, tsp);
create index token_transaction_token on token_transaction (virtual_card_id, occurred_at, transaction_id);
