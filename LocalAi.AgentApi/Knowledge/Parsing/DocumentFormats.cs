using LocalAi.AgentApi.Errors;

namespace LocalAi.AgentApi.Knowledge.Parsing;

/// <summary>Which parser reads which file.</summary>
internal sealed class DocumentFormats(IEnumerable<IDocumentParser> parsers)
{
    private readonly List<IDocumentParser> _parsers = [.. parsers];

    public IEnumerable<string> Extensions => _parsers.SelectMany(parser => parser.Extensions);

    /// <summary>The format of a file by its name.</summary>
    /// <exception cref="InvalidRequestException">None of ours.</exception>
    public string OfFile(string name) => Find(name)?.Format
        ?? throw new InvalidRequestException("file", $"'{name}' is of no known format. Files end with {string.Join(", ", Extensions)}.");

    public bool Knows(string name) => Find(name) is not null;

    public IDocumentParser Parser(string format) => _parsers.First(parser => parser.Format == format);

    private IDocumentParser? Find(string name)
    {
        var extension = Path.GetExtension(name).ToLowerInvariant();
        return _parsers.Find(parser => parser.Extensions.Contains(extension));
    }
}
