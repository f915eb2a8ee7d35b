using LocalAi.Hosting.Run.Logs;
using Microsoft.Extensions.Time.Testing;

namespace LocalAi.Hosting.Tests.Run.Logs;

public sealed class RotatingLogFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

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
}
