using System.Buffers;

namespace LocalAi.Dashboard.Receiver;

/// <summary>A well-formed request on its way to the store, as its bytes in a rented array.</summary>
internal readonly record struct IngestItem(OtlpSignal Signal, byte[] Rented, int Bytes, int Items)
{
    public ReadOnlySpan<byte> Request => Rented.AsSpan(0, Bytes);

    /// <summary>Gives the array back: the last that is done with an item.</summary>
    public void Release() => ArrayPool<byte>.Shared.Return(Rented);
}
