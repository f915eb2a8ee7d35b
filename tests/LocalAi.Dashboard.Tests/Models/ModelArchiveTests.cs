using LocalAi.Dashboard.Models;
using LocalAi.Dashboard.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LocalAi.Dashboard.Tests.Models;

public sealed class ModelArchiveTests : IDisposable
{
    private readonly FakeTimeProvider _time = Otlp.FixedTime();
    private readonly string _directory = Directory.CreateTempSubdirectory("model-archive-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Archive_RestoresTheMinutes_WhenTheDashboardWasKilled()
    {
        var (activity, archive, store) = Open();
        store.Add(Otlp.Traces("agent", ModelActivityTests.Call(1, 2)));
        archive.Save();
        store.Add(Otlp.Traces("agent", ModelActivityTests.Call(2, 2)));
        archive.Save();
        Kill(archive);

        var (restored, second, _) = Open();

        Assert.Equal(2, Total(activity).Requests);
        Same(Total(activity), Total(restored));
        second.Dispose();
    }

    [Fact]
    public void Archive_KeepsTheRest_WhenACrashCutARecordShort()
    {
        var (_, archive, store) = Open();
        store.Add(Otlp.Traces("agent", ModelActivityTests.Call(1, 2)));
        archive.Save();
        store.Add(Otlp.Traces("agent", ModelActivityTests.Call(2, 2)));
        archive.Save();
        Kill(archive);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_directory, "dashboard", "models"), "*.bin"));
        using (var stream = new FileStream(file, FileMode.Open))
        {
            stream.SetLength(stream.Length - 7);
        }

        var (restored, second, again) = Open();
        Assert.Equal(1, Total(restored).Requests);

        // What is appended after a torn record can be read too.
        again.Add(Otlp.Traces("agent", ModelActivityTests.Call(3, 2)));
        second.Dispose();
        var (third, last, _) = Open();
        Assert.Equal(2, Total(third).Requests);
        last.Dispose();
    }

    [Fact]
    public void Archive_AnswersLongWindows_FromDisk()
    {
        var (_, archive, store) = Open();
        store.Add(Otlp.Traces("agent", ModelActivityTests.Call(1, 2)));
        archive.Save();
        _time.Advance(TimeSpan.FromDays(3));
        var now = _time.Now() / UnixTime.NanosPerSecond;

        var window = Assert.Single(archive.Query(now - (7 * 86_400), now, 86_400)).Value;

        Assert.Equal((7, 1L), (window.Steps.Count, window.Total.Requests));
        archive.Dispose();
    }

    [Fact]
    public void Archive_DeletesDays_WhenTheyAreOlderThan30()
    {
        var (_, archive, store) = Open();
        store.Add(Otlp.Traces("agent", ModelActivityTests.Call(1, 2)));
        archive.Dispose();
        _time.Advance(TimeSpan.FromDays(32));

        Open().Archive.Dispose();

        Assert.Empty(Directory.GetFiles(Path.Combine(_directory, "dashboard", "models"), "*.bin"));
    }

    [Fact]
    public void Archive_KeepsNothing_WhenAnotherDashboardHasTheDirectory()
    {
        var first = Open();

        var (activity, second, store) = Open();
        store.Add(Otlp.Traces("agent", ModelActivityTests.Call(1, 2)));
        second.Save();

        Assert.Equal(1, Total(activity).Requests);
        Assert.Empty(Directory.GetFiles(Path.Combine(_directory, "dashboard", "models"), "*.bin"));
        second.Dispose();
        first.Archive.Dispose();
    }

    [Fact]
    public void Sketch_IsWithinOnePercent_ForValuesFromMicrosecondsToHours()
    {
        var sketch = new LatencySketch();
        var values = Enumerable.Range(0, 10_000).Select(index => Math.Pow(10, -5.5 + (index / 10_000.0 * 9))).ToArray();
        foreach (var value in values)
        {
            sketch.Add(value);
        }

        Assert.All(new[] { 0.01, 0.5, 0.95, 0.99 }, q => Assert.InRange(sketch.Quantile(q) / values[(int)(q * (values.Length - 1))], 0.989, 1.011));
    }

    // A process that is killed writes nothing more, and its lock is gone.
    private static void Kill(ModelArchive archive)
    {
        archive.Save();
        archive.Dispose();
    }

    private static void Same(ModelBucket expected, ModelBucket actual)
    {
        Assert.Equal(expected.Phases, actual.Phases);
        Assert.Equal(
            (expected.Requests, expected.Errors, expected.InputTokens, expected.OutputTokens, expected.PrefillTokens, expected.DecodeTokens, expected.Loads, expected.ServerTimed, expected.MaxInputTokens, expected.BusySeconds),
            (actual.Requests, actual.Errors, actual.InputTokens, actual.OutputTokens, actual.PrefillTokens, actual.DecodeTokens, actual.Loads, actual.ServerTimed, actual.MaxInputTokens, actual.BusySeconds));
        Assert.Equal(expected.TimeToFirstToken.Buckets, actual.TimeToFirstToken.Buckets);
        Assert.Equal(expected.TimePerOutputToken.Buckets, actual.TimePerOutputToken.Buckets);
        Assert.Equal(expected.Duration.Buckets, actual.Duration.Buckets);
    }

    private ModelBucket Total(ModelActivity activity)
    {
        var now = _time.Now() / UnixTime.NanosPerSecond;
        return Assert.Single(activity.Query(now - 7_200, now + 60, 60)).Value.Total;
    }

    private (ModelActivity Activity, ModelArchive Archive, TelemetryStore Store) Open()
    {
        var activity = new ModelActivity(_time);
        var archive = new ModelArchive(Options.Create(new DataDirectoryOptions { DataDirectory = _directory }), activity, _time, NullLogger<ModelArchive>.Instance);
        archive.Open();
        var store = Otlp.Store(time: _time);
        store.SpansAdded = activity.Add;
        return (activity, archive, store);
    }
}
