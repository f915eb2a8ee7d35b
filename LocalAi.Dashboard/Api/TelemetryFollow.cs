using System.Buffers;
using System.Text.Json;

namespace LocalAi.Dashboard.Api;

/// <summary>Newline-delimited JSON that goes on as telemetry comes.</summary>
internal static class TelemetryFollow
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <summary>A line for each item found now and for each that comes, until the client leaves.</summary>
    public static IResult Lines<T, TKey>(
        Func<long> version,
        Func<T[]> find,
        Func<T, TKey> key,
        Action<Utf8JsonWriter, IEnumerable<T>> write,
        TimeProvider time,
        CancellationToken cancellationToken)
        where TKey : notnull => TypedResults.Stream(
        async stream =>
        {
            using var timer = new PeriodicTimer(Interval, time);
            var sent = new HashSet<TKey>();
            var seen = -1L;
            try
            {
                do
                {
                    if (version() is var current && current != seen)
                    {
                        seen = current;
                        var found = find();
                        await WriteAsync(stream, found.Where(item => !sent.Contains(key(item))), write, cancellationToken);

                        // Only what is still stored can be found again: the set stays as bounded as the store.
                        sent = [.. found.Select(key)];
                    }
                }
                while (await timer.WaitForNextTickAsync(cancellationToken));
            }
            catch (OperationCanceledException)
            {
                // The client left: that is how following ends.
            }
        },
        "application/x-ndjson");

    private static async Task WriteAsync<T>(Stream stream, IEnumerable<T> items, Action<Utf8JsonWriter, IEnumerable<T>> write, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var item in items)
        {
            buffer.ResetWrittenCount();
            await using (var writer = new Utf8JsonWriter(buffer))
            {
                write(writer, [item]);
            }

            buffer.Write(NewLine);
            await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
        }

        await stream.FlushAsync(cancellationToken);
    }
}
