namespace LocalAi.AgentApi.Knowledge;

/// <summary>A passage of a document, as long as a model reads at once.</summary>
/// <param name="Position">Its number within the document, from 0.</param>
/// <param name="Heading">The headings it stands under, joined by " › ".</param>
/// <param name="Page">Page number from 1, for formats that have pages.</param>
/// <param name="Start">Offset in the document's text, in UTF-16 code units.</param>
/// <param name="Text">Exactly what the document's text has there.</param>
internal sealed record Chunk(int Position, string Heading, int? Page, int Start, string Text);
