-- The deliveries of one token are a queue: numbered in the order of the token's changes, sent one after the other.

alter table delivery
  add column sequence integer,
  add column parked json,
  add column failures integer not null default 0,
  add column queued_at timestamptz,
  add column settled_at timestamptz;

update delivery
set sequence = numbered.sequence, queued_at = delivery.created_at, failures = delivery.attempts,
  parked = case when delivery.state = 'PARKED' then '{"because": "OUTLIVED"}'::json end,
  settled_at = case when delivery.state <> 'PENDING' then delivery.created_at end
from (
  select delivery_id, row_number() over (partition by virtual_card_id order by delivery_id) as sequence from delivery
) numbered
where numbered.delivery_id = delivery.delivery_id;

-- One row for each token that ever had something to tell. The row is locked by whoever appends, until the commit: that
-- makes the numbers follow the order of commits, whatever the clocks of several processes say. It outlives the token
-- (ERASE), as the deliveries do.
create table token_queue (
  virtual_card_id text collate "C" primary key,
  issuer_id text collate "C" not null,
  last_sequence integer not null,
  -- Deliveries that wait.
  pending integer not null,
  -- When the first of them is sent next.
  due_at timestamptz,
  -- When it failed last; null while it did not.
  failed_at timestamptz,
  -- Who sends has the whole queue until then.
  lease_until timestamptz,
  check ((pending > 0) = (due_at is not null))
) with (fillfactor = 70);

insert into token_queue (virtual_card_id, issuer_id, last_sequence, pending, due_at)
select virtual_card_id, min(issuer_id), max(sequence), count(*) filter (where state = 'PENDING'),
  min(next_attempt_at) filter (where state = 'PENDING')
from delivery group by virtual_card_id;

create index token_queue_due on token_queue (issuer_id, due_at) where due_at is not null;
create index token_queue_failed on token_queue (issuer_id, failed_at) where failed_at is not null;

drop index delivery_due;
drop index delivery_token;
drop index delivery_waiting;
alter table delivery
  alter column sequence set not null,
  alter column queued_at set not null,
  drop column next_attempt_at,
  drop column lease_until;
create unique index delivery_sequence_unique on delivery (virtual_card_id, sequence);
create index delivery_pending on delivery (virtual_card_id, sequence) where state = 'PENDING';
create index delivery_queued on delivery (issuer_id, queued_at) where state = 'PENDING';
create index delivery_settled on delivery (settled_at) where settled_at is not null;

-- An answer that came after the hub had stopped waiting for it.
alter table delivery_attempt
  add column late_status integer,
  add column late_after double precision;

-- How an issuer answers at present, for every process that sends. Written when that changes, not with every message.
create table issuer_breaker (
  issuer_id text collate "C" primary key,
  -- Failed attempts since the last one it answered.
  failures integer not null,
  -- Open until then; afterwards one delivery at a time may try. Null: closed.
  rests_until timestamptz,
  -- The issuer's own wish (Retry-After).
  held_until timestamptz,
  -- What failed before is due at once.
  recovered_at timestamptz
);

-- Whom an operation has to wait for: the TSP and the requestor of its token. Work for one of them that is away stays in
-- its own lane.
alter table operation add column lane text collate "C";
update operation set lane = token.tsp || ' ' || token.requestor_id
from token where token.card_id = operation.card_id and token.virtual_card_id = operation.virtual_card_id;
drop index operation_due;
create index operation_due on operation (lane, next_attempt_at, operation_id) where step <> 'CLOSED';
