CREATE TABLE knowledge_collections (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE UNIQUE INDEX knowledge_collections_by_name ON knowledge_collections (lower(name));

-- The same bytes are in a collection once. embedded_count and chunk_count are the progress of ingestion, and where it goes on after a restart.
CREATE TABLE knowledge_documents (
    id uuid PRIMARY KEY,
    collection_id uuid NOT NULL REFERENCES knowledge_collections (id) ON DELETE CASCADE,
    name text NOT NULL,
    source text NOT NULL,
    format text NOT NULL,
    size_bytes bigint NOT NULL,
    content_hash bytea NOT NULL,
    status text NOT NULL CHECK (status IN ('queued', 'parsing', 'embedding', 'ready', 'failed')),
    error text NULL,
    attempts int NOT NULL DEFAULT 0,
    chunk_count int NOT NULL DEFAULT 0,
    embedded_count int NOT NULL DEFAULT 0,
    embedding_model text NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (collection_id, content_hash)
);

CREATE INDEX knowledge_documents_by_status ON knowledge_documents (status, created_at);

-- The file as it came, and the text that was read from it: citations open the latter.
CREATE TABLE knowledge_contents (
    document_id uuid PRIMARY KEY REFERENCES knowledge_documents (id) ON DELETE CASCADE,
    bytes bytea NOT NULL,
    text text NULL
);

ALTER TABLE knowledge_contents ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE knowledge_chunks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES knowledge_documents (id) ON DELETE CASCADE,
    position int NOT NULL,
    heading text NOT NULL,
    page int NULL,
    start_offset int NOT NULL,
    text text NOT NULL,
    search tsvector NOT NULL,
    UNIQUE (document_id, position)
);

CREATE INDEX knowledge_chunks_by_text ON knowledge_chunks USING gin (search);

CREATE TABLE knowledge_models (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    dimensions int NOT NULL
);

-- Plain arrays, so that a database without pgvector holds the same data: where the extension is there, each model gets an HNSW index over
-- the array cast to its type. Vectors have length 1. They do not compress, so trying to is wasted.
CREATE TABLE knowledge_vectors (
    chunk_id bigint NOT NULL REFERENCES knowledge_chunks (id) ON DELETE CASCADE,
    model_id int NOT NULL REFERENCES knowledge_models (id),
    document_id uuid NOT NULL,
    collection_id uuid NOT NULL,
    embedding real[] NOT NULL,
    PRIMARY KEY (chunk_id, model_id)
);

ALTER TABLE knowledge_vectors ALTER COLUMN embedding SET STORAGE EXTERNAL;

CREATE INDEX knowledge_vectors_by_document ON knowledge_vectors (document_id, model_id);
