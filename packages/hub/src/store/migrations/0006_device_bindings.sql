-- Bindings of tokens to devices. Rows of ended ones stay: they say what was decided and told.

create table device_binding (
  card_id text collate "C" not null,
  binding_id text collate "C" not null,
  virtual_card_id text collate "C" not null,
  issuer_id text collate "C" not null,
  requestor_id text collate "C" not null,
  device_binding_reference text collate "C" not null,
  token_storage_id text collate "C" not null,
  device_information json not null,
  authenticator_info json,
  state text collate "C" not null,
  refusal json,
  decision text,
  idv_methods json not null,
  chosen_method_id text,
  challenge json,
  approval json,
  attempts integer not null,
  issuer_wait double precision not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  due_at timestamptz,
  primary key (card_id, binding_id),
  foreign key (card_id, virtual_card_id) references token
);
create unique index device_binding_id_unique on device_binding (binding_id);
create index device_binding_token on device_binding (virtual_card_id, binding_id);
create unique index device_binding_open_unique on device_binding (virtual_card_id)
  where state in ('ASKED', 'VERIFICATION_DUE', 'APPROVED');
create unique index device_binding_bound_unique on device_binding (virtual_card_id, token_storage_id)
  where state = 'BOUND';
create index device_binding_due on device_binding (due_at, binding_id) where due_at is not null;
