namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>A document as text, and its parts in order. Offsets are UTF-16 code units of <see cref="Text"/>.</summary>
internal sealed record ParsedDocument(string Text, IReadOnlyList<Section> Sections);

/// <summary>A part of the text under one heading on one page.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it has ended.</param>
/// <param name="Heading">The headings above it, outermost first, joined by " › "; empty where there are none.</param>
/// <param name="Page">Page number from 1, for formats that have pages.</param>
internal sealed record Section(int Start, int End, string Heading, int? Page);
