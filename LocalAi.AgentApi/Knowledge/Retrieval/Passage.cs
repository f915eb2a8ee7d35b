namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>A passage that was found.</summary>
/// <param name="Id">Its number; <c>GET /api/knowledge/documents/{id}/text</c> has what is around it.</param>
/// <param name="Heading">The headings it stands under.</param>
/// <param name="Page">Page number from 1, for formats that have pages.</param>
/// <param name="Start">Offset in the document's text, in UTF-16 code units.</param>
/// <param name="Score">Reciprocal rank fusion: the sum of 1/(60 + rank) over both searches, so at most 0.0328.</param>
/// <param name="Similarity">Cosine of the angle between passage and question; null where the passage was found by its words only.</param>
internal sealed record Passage(
    long Id, Guid DocumentId, Guid CollectionId, string DocumentName, string Source, string Heading, int? Page, int Start, string Text, double Score, double? Similarity);
