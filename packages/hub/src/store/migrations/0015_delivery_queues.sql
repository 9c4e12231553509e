-- What is told in order is not only of one token: a D1 card and its digital cards share a queue, a consumer has one. The
-- queue of a token keeps the token's id.

alter table token_queue rename to delivery_queue;
alter table delivery_queue rename column virtual_card_id to queue_id;
alter index token_queue_pkey rename to delivery_queue_pkey;
alter index token_queue_due rename to delivery_queue_due;
alter index token_queue_failed rename to delivery_queue_failed;

-- The indexes by queue and sequence go with the column.
alter table delivery rename column virtual_card_id to queue_id;
alter table delivery
  -- The token a delivery is about; null when it is about a card or a consumer.
  add column virtual_card_id text collate "C",
  -- What the message's address needs to know and its body does not say.
  add column parameters json;
update delivery set virtual_card_id = queue_id;
create index delivery_token on delivery (virtual_card_id, sequence) where virtual_card_id is not null;
