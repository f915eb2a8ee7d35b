namespace LocalAi.Dashboard.Receiver.WireFormat;

/// <summary>The messages (or texts) in one repeated field of a message, in order.</summary>
internal ref struct WireFields(ReadOnlySpan<byte> message, int field)
{
    private WireReader _reader = new(message);

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly WireFields GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_reader.Next())
        {
            if (_reader.Field == field && _reader.IsBytes)
            {
                Current = _reader.Bytes();
                return true;
            }

            _reader.Skip();
        }

        return false;
    }

    /// <summary>The last of them, which counts where a field is not repeated; empty for none.</summary>
    public static ReadOnlySpan<byte> Last(ReadOnlySpan<byte> message, int field)
    {
        ReadOnlySpan<byte> last = default;
        foreach (var found in new WireFields(message, field))
        {
            last = found;
        }

        return last;
    }
}
