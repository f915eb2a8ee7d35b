using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LocalAi.Hardware.Detection;

/// <summary>Measures how fast all cores together read RAM.</summary>
public static class MemoryBandwidth
{
    private const int MinimumBytes = 16 << 20;
    private const int MaximumBytes = 512 << 20;

    /// <summary>
    /// Reads a buffer several times as large as usual last-level caches with <paramref name="threads"/> threads until <paramref name="timeLimit"/> is over.
    /// Takes at most an eighth of <paramref name="availableBytes"/>.
    /// </summary>
    /// <returns>Bytes a second of the best pass; zero when there is too little memory to measure.</returns>
    public static unsafe double Measure(int threads, long availableBytes, TimeSpan timeLimit)
    {
        var bytes = Math.Min(MaximumBytes, availableBytes / 8);
        var slice = bytes / threads / 64 * 64;
        if (bytes < MinimumBytes || slice == 0)
        {
            return 0;
        }

        var buffer = (byte*)NativeMemory.AlignedAlloc((nuint)(slice * threads), 64);
        try
        {
            // Pages exist only once they are written.
            NativeMemory.Fill(buffer, (nuint)(slice * threads), 1);
            var deadline = Stopwatch.GetTimestamp() + (long)(timeLimit.TotalSeconds * Stopwatch.Frequency);
            var best = 0.0;
            var sums = new long[threads * 8];
            do
            {
                var start = Stopwatch.GetTimestamp();
                Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, index => sums[index * 8] += Sum(buffer + index * slice, slice));
                best = Math.Max(best, slice * threads / Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
            while (Stopwatch.GetTimestamp() < deadline);

            GC.KeepAlive(sums);
            return best;
        }
        finally
        {
            NativeMemory.AlignedFree(buffer);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe long Sum(byte* start, long bytes)
    {
        var first = Vector<long>.Zero;
        var second = Vector<long>.Zero;
        var third = Vector<long>.Zero;
        var fourth = Vector<long>.Zero;
        var step = Vector<byte>.Count;
        for (long offset = 0; offset + 4 * step <= bytes; offset += 4 * step)
        {
            first += Vector.Load((long*)(start + offset));
            second += Vector.Load((long*)(start + offset + step));
            third += Vector.Load((long*)(start + offset + 2 * step));
            fourth += Vector.Load((long*)(start + offset + 3 * step));
        }

        return Vector.Sum(first + second + third + fourth);
    }
}
