-- What D1 decided on, and why.
alter table enrolment
  add column decision_trace json,
  add column verified_card json;
