using System.Collections.Concurrent;

namespace LocalAi.ModelSimulator.Library;

/// <summary>Which files were uploaded. Only their digests are kept: nothing here would read the files.</summary>
internal sealed class BlobDigests
{
    private readonly ConcurrentDictionary<string, byte> _digests = new(StringComparer.Ordinal);

    public void Add(string digest) => _digests[digest] = 0;

    public bool Contains(string digest) => _digests.ContainsKey(digest);
}
