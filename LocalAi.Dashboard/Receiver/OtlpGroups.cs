using LocalAi.Dashboard.Receiver.WireFormat;

namespace LocalAi.Dashboard.Receiver;

/// <summary>
/// What the three signals' requests have in common, by the same field numbers: senders (1), each with its resource (1) and with scopes
/// (2), each with its scope (1) and with items (2). One step is the items of one scope of one sender.
/// </summary>
internal ref struct OtlpGroups(ReadOnlySpan<byte> request)
{
    private const int Head = 1;
    private const int Children = 2;
    private WireFields _senders = new(request, Head);
    private WireFields _scopes;
    private ReadOnlySpan<byte> _resource;

    /// <summary>The items of the current scope.</summary>
    public readonly Group Current => new(_resource, _scopes.Current);

    public readonly OtlpGroups GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_scopes.MoveNext())
        {
            if (!_senders.MoveNext())
            {
                return false;
            }

            _resource = WireFields.Last(_senders.Current, Head);
            _scopes = new WireFields(_senders.Current, Children);
        }

        return true;
    }

    /// <summary>The items of one scope.</summary>
    internal readonly ref struct Group(ReadOnlySpan<byte> resource, ReadOnlySpan<byte> scope)
    {
        private readonly ReadOnlySpan<byte> _scope = scope;

        /// <summary>The resource message; empty where there is none.</summary>
        public ReadOnlySpan<byte> Resource { get; } = resource;

        /// <summary>The scope message; empty where there is none.</summary>
        public ReadOnlySpan<byte> Scope => WireFields.Last(_scope, Head);

        /// <summary>Spans, log records or metrics.</summary>
        public WireFields Items => new(_scope, Children);
    }
}
