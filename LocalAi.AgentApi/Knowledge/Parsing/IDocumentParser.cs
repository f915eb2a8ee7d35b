namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>Reads one format.</summary>
internal interface IDocumentParser
{
    /// <summary>The format's name, as documents carry it.</summary>
    string Format { get; }

    /// <summary>File name extensions, with the dot, in lower case.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <exception cref="UnreadableDocumentException">It is encrypted, damaged, not of the format, or would not fit into memory.</exception>
    ParsedDocument Parse(byte[] content, CancellationToken cancellationToken);
}
