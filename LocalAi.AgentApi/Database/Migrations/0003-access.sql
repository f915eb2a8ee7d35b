-- Of a key only its SHA-256 is kept: keys have 256 random bits, so nothing slower is needed, and prefix is what people recognise it by.
-- Keys are revoked, never deleted: what they used stays attributable.
CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    prefix text NOT NULL,
    hash bytea NOT NULL UNIQUE,
    scopes text[] NOT NULL,
    requests_per_minute integer NULL,
    tokens_per_day bigint NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz NULL
);

-- caller is a key's id, 'stack' (the stack's own services) or 'local' (this machine, without a key); days are UTC.
CREATE TABLE token_usage (
    day date NOT NULL,
    caller text NOT NULL,
    model text NOT NULL,
    requests bigint NOT NULL,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    PRIMARY KEY (caller, day, model)
);
