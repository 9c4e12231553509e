-- Each side of a cobadged card is a card of its own, and a reference may name both: it is unique within a badge.

alter table card
  add column badge text collate "C" not null default 'PRIMARY',
  add column primary_card_id text collate "C",
  add constraint card_badge check ((badge = 'PRIMARY') = (primary_card_id is null));
drop index card_reference_unique;
create unique index card_reference_unique on card (issuer_card_ref_id, issuer_id, badge);
create index card_primary on card (primary_card_id, card_id) where primary_card_id is not null;

alter table card_alias add column badge text collate "C" not null default 'PRIMARY';
alter table card_alias drop constraint card_alias_pkey;
alter table card_alias add primary key (issuer_card_ref_id, issuer_id, badge);

alter table card_product add column auxiliary json;

alter table token add column primary_wallet_virtual_card_id text collate "C";

alter table enrolment add column primary_token json;
