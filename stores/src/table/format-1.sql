CREATE TABLE concur_token(
    key text PRIMARY KEY,
    version bigint NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    change_id text,
    lease_holder text,
    lease_client text,
    lease_until timestamptz,
    token_format integer,
    client_id text,
    grant_name text,
    principal text,
    scopes text,
    geolocation text,
    expires_at timestamptz,
    refresh_expires_at timestamptz,
    encryption_key text,
    access_token text,
    refresh_token text,
    id_token text,
    other_fields text
);
COMMENT ON TABLE concur_token IS
    'OAuth tokens of SAP Concur. Whoever reads a row that is not encrypted can act for its owner. Rows are not deleted.';
COMMENT ON COLUMN concur_token.key IS
    'The client id; for a token of a company or user also the grant and its name, percent-encoded.';
COMMENT ON COLUMN concur_token.version IS 'Grows by one with each token that is saved or deleted.';
COMMENT ON COLUMN concur_token.changed_at IS 'When the token was saved or deleted.';
COMMENT ON COLUMN concur_token.change_id IS 'The random id of that change. A program finds its own by it after a lost connection.';
COMMENT ON COLUMN concur_token.lease_holder IS 'The random id of the lease of the program that renews the token; null if none does.';
COMMENT ON COLUMN concur_token.lease_client IS 'The program with the lease: its application_name, address and process id.';
COMMENT ON COLUMN concur_token.lease_until IS 'When the lease expires, unless it is extended.';
COMMENT ON COLUMN concur_token.token_format IS 'The format of the token; null if there is none, because it was deleted or never saved.';
COMMENT ON COLUMN concur_token.client_id IS 'The application that the token was issued to.';
COMMENT ON COLUMN concur_token.grant_name IS 'The grant that issued the first token.';
COMMENT ON COLUMN concur_token.principal IS 'The company or user that the token is for; null if it is for the application.';
COMMENT ON COLUMN concur_token.scopes IS 'The scopes of the token, separated by spaces.';
COMMENT ON COLUMN concur_token.geolocation IS 'The base URL of calls with the token.';
COMMENT ON COLUMN concur_token.expires_at IS 'When the access token expires.';
COMMENT ON COLUMN concur_token.refresh_expires_at IS 'When the refresh token expires, if that is known.';
COMMENT ON COLUMN concur_token.encryption_key IS
    'The id of the key that encrypts the columns below (AES-256-GCM, base64); null if they are not encrypted.';
COMMENT ON COLUMN concur_token.access_token IS 'Secret: the access token.';
COMMENT ON COLUMN concur_token.refresh_token IS 'Secret: the refresh token.';
COMMENT ON COLUMN concur_token.id_token IS 'Secret: the id token.';
COMMENT ON COLUMN concur_token.other_fields IS 'Secret: what the other columns have no place for, as JSON.';
