using LocalAi.Hosting.Run.Logs;
using Microsoft.Extensions.Time.Testing;

namespace LocalAi.Hosting.Tests.Run.Logs;

public sealed class ConsoleLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_GivesTheLastLinesOnly_WhenMoreWereWritten()
    {
        var log = new ConsoleLog(capacity: 3);
        for (var number = 1; number <= 5; number++)
        {
            log.Add($"line {number}", isError: number == 4);
        }

        Assert.Equal(
            [new LogLine(3, "line 3", false), new LogLine(4, "line 4", true), new LogLine(5, "line 5", false)],
            await AllAsync(log));
    }

    [Fact]
    public async Task Follow_GivesOldAndNewLinesOnce()
    {
        var log = new ConsoleLog();
        log.Add("before", isError: false);
        await using var reader = log.ReadAsync(follow: true, Cancelled).GetAsyncEnumerator(Cancelled);

        Assert.True(await reader.MoveNextAsync());
        Assert.Equal([new LogLine(1, "before", false)], reader.Current);
        var next = reader.MoveNextAsync();
        log.Add("after", isError: true);
        Assert.True(await next);
        Assert.Equal([new LogLine(2, "after", true)], reader.Current);
    }

    [Fact]
    public async Task SlowReader_MissesLines_AndNobodyWaitsForIt()
    {
        var log = new ConsoleLog(capacity: 2);
        log.Add("1", isError: false);
        await using var reader = log.ReadAsync(follow: true, Cancelled).GetAsyncEnumerator(Cancelled);
        await reader.MoveNextAsync();
        for (var number = 2; number <= 9; number++)
        {
            log.Add($"{number}", isError: false);
        }

        Assert.True(await reader.MoveNextAsync());
        Assert.Equal(["8", "9"], reader.Current.Select(line => line.Text));
    }

    [Fact]
    public async Task Follow_SeesEveryLineInOrder_WhenManyWriteAtOnce()
    {
        var log = new ConsoleLog();
        var writers = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var line = 0; line < 1000; line++)
            {
                log.Add("x", isError: false);
            }
        })));
        var seen = new List<int>();
        await foreach (var batch in log.ReadAsync(follow: true, Cancelled))
        {
            seen.AddRange(batch.Select(line => line.Number));
            if (seen.Count == 4000)
            {
                break;
            }
        }

        await writers;
        Assert.Equal(Enumerable.Range(1, 4000), seen);
    }

    [Fact]
    public void File_IsRotated_WhenItReachesItsLimit()
    {
        var path = _folder.File("agent.log");
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
        using (var file = new RotatingLogFile(path, time, largestBytes: 60))
        {
            foreach (var line in (string[])["first", "second", "third"])
            {
                file.Write(line);
            }
        }

        Assert.Equal("2026-08-01T12:00:00.000Z first\n2026-08-01T12:00:00.000Z second\n", File.ReadAllText(_folder.File("agent.1.log")));
        Assert.Equal("2026-08-01T12:00:00.000Z third\n", File.ReadAllText(path));
    }

    [Fact]
    public void File_IsTriedAgain_AfterAMinute()
    {
        var folder = _folder.File("later");
        var time = new FakeTimeProvider();
        using var file = new RotatingLogFile(Path.Combine(folder, "agent.log"), time);
        file.Write("lost");
        Directory.CreateDirectory(folder);
        file.Write("lost too");
        time.Advance(TimeSpan.FromMinutes(1));
        file.Write("kept");

        Assert.EndsWith("Z kept\n", File.ReadAllText(Path.Combine(folder, "agent.log")), StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(Path.Combine(folder, "agent.log")));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<List<LogLine>> AllAsync(ConsoleLog log)
    {
        var all = new List<LogLine>();
        await foreach (var batch in log.ReadAsync(follow: false, Cancelled))
        {
            all.AddRange(batch);
        }

        return all;
    }
}
