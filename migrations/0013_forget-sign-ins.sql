-- What the sweep looks for: sessions and such that are over.
create index session_by_expiry on session (expires_at);
create index verification_by_expiry on verification (expires_at);
create index rate_limit_by_last_request on rate_limit (last_request);
