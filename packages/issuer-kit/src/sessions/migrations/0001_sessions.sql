-- Enrolments under way: what the issuer keeps of them between two calls of the hub.
create table issuer_kit_session (
  issuer_id text not null,
  correlation_id text not null,
  data jsonb not null,
  expires timestamptz not null,
  primary key (issuer_id, correlation_id)
);
create index issuer_kit_session_expires on issuer_kit_session (expires);

-- Tokens as the hub told of them last.
create table issuer_kit_token (
  issuer_id text not null,
  virtual_card_id text not null,
  issuer_card_ref_id text not null,
  wallet_provider_id text,
  state text not null,
  primary key (issuer_id, virtual_card_id)
);
create index issuer_kit_token_of_card on issuer_kit_token (issuer_id, issuer_card_ref_id);

-- Changes that were applied, and those that somebody is applying: each of them once, whoever is told.
create table issuer_kit_change (
  change_key text primary key,
  applied boolean not null,
  claim uuid not null,
  -- Of a claim: when somebody else may have it. Of what was applied: when it may be forgotten.
  until timestamptz not null
);
create index issuer_kit_change_until on issuer_kit_change (until);
