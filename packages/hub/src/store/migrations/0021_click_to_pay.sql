-- Click to Pay: consumers at directories, their cards there, and what directories are still to be asked.

-- A row is the queue of its consumer at its directory, too: whoever has the lease works on the oldest open request.
create table click_to_pay_profile (
  consumer_key text collate "C" not null,
  directory text collate "C" not null,
  issuer_id text collate "C" not null,
  state text collate "C" not null,
  last_number integer not null,
  due_at timestamptz,
  lease_until timestamptz,
  primary key (consumer_key, directory)
);
create index click_to_pay_profile_due on click_to_pay_profile (directory, due_at, consumer_key) where due_at is not null;

create table click_to_pay_enrolment (
  card_id text collate "C" primary key,
  consumer_key text collate "C" not null,
  directory text collate "C" not null,
  external_card_id text collate "C" not null,
  state text collate "C" not null,
  updated_at timestamptz not null
);
create index click_to_pay_enrolment_profile on click_to_pay_enrolment (consumer_key, directory, card_id);

-- Lives until the operation it belongs to has ended.
create table click_to_pay_request (
  request_id text collate "C" primary key,
  consumer_key text collate "C" not null,
  directory text collate "C" not null,
  number integer not null,
  issuer_id text collate "C" not null,
  kind text collate "C" not null,
  card_id text collate "C",
  operation_id text collate "C" not null,
  step text collate "C" not null,
  trace text,
  sealed_data bytea,
  attempts integer not null,
  failure json,
  created_at timestamptz not null
);
create unique index click_to_pay_request_queue on click_to_pay_request (consumer_key, directory, number);
create index click_to_pay_request_operation on click_to_pay_request (operation_id, request_id);
create index click_to_pay_request_card on click_to_pay_request (card_id, request_id) where card_id is not null;
