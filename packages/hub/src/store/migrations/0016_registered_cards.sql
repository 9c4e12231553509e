-- Cards that are registered or made through D1.

alter table card
  -- Of a replaced card: the row that stands in its place, and has its tokens.
  add column replaced_by text collate "C",
  add constraint card_replaced check (replaced_by is null or state = 'REPLACED');

-- Two registrations at once, or a number drawn twice: one live card has it. Cards that enrolments brought are as they came.
create unique index card_pan_unique on card (pan_fingerprint, issuer_id, badge)
  where state in ('ACTIVE', 'INACTIVE') and origin <> 'ENROLLED';
