CREATE TABLE conversations (
    id uuid PRIMARY KEY,
    title text NOT NULL,
    model text NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE INDEX conversations_by_update ON conversations (updated_at DESC);

-- position orders a conversation: questions get even numbers under the conversation's row lock, the answer to each the odd number after it,
-- so that an answer that comes late still stands behind its question.
CREATE TABLE messages (
    id uuid PRIMARY KEY,
    conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    position bigint NOT NULL,
    role text NOT NULL CHECK (role IN ('user', 'assistant')),
    content text NOT NULL,
    model text NULL,
    status text NOT NULL CHECK (status IN ('complete', 'stopped', 'failed')),
    error text NULL,
    tool_calls jsonb NOT NULL,
    usage jsonb NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (conversation_id, position)
);
