using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LocalAi.ModelSimulator.Runtime;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator.Library;

/// <summary>
/// Pulls a model of the catalogue: nothing is downloaded, but the time passes and the lines come as they do from Ollama. A pull that
/// was cancelled goes on where it stopped, and several pulls of one model share one download.
/// </summary>
internal sealed class ModelPuller(ModelLibrary library, Pacer pacer, IOptions<SimulatorOptions> options)
{
    private const double TickSeconds = 0.1;
    private readonly ConcurrentDictionary<string, Download> _downloads = new(StringComparer.Ordinal);

    /// <summary>The progress lines up to <c>success</c>.</summary>
    public async IAsyncEnumerable<PullProgress> PullAsync(SimulatedModel model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new("pulling manifest");

        var status = $"pulling {model.Digest[..12]}";
        var digest = "sha256:" + model.Digest;
        var total = model.SizeBytes;
        if (library.Find(model.Name) is null)
        {
            var rate = options.Value.PullBytesPerSecond;
            var download = _downloads.GetOrAdd(model.Digest, _ => new Download());
            yield return new(status, digest, total, download.Completed);
            while (rate > 0 && download.Completed < total)
            {
                var start = Pacer.Now;
                await pacer.WaitAsync(Math.Min(TickSeconds, (total - download.Completed) / rate), cancellationToken);
                yield return new(status, digest, total, download.Advance(start, Pacer.Now, rate, total));
            }

            _downloads.TryRemove(model.Digest, out _);
        }

        yield return new(status, digest, total, total);
        yield return new("verifying sha256 digest");
        yield return new("writing manifest");
        library.Install(model);
        yield return new("success");
    }

    /// <summary>Bytes so far of a download that several requests may watch; the time of each moment counts once.</summary>
    private sealed class Download
    {
        private readonly Lock _gate = new();
        private long _countedUntil;

        public long Completed { get; private set; }

        public long Advance(long from, long until, double bytesPerSecond, long total)
        {
            lock (_gate)
            {
                from = Math.Max(from, _countedUntil);
                if (until > from)
                {
                    var bytes = (long)Math.Ceiling(Pacer.Seconds(until - from) * bytesPerSecond);
                    Completed = Math.Min(total, Completed + bytes);
                    _countedUntil = until;
                }

                return Completed;
            }
        }
    }
}
