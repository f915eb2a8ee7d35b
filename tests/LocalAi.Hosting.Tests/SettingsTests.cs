namespace LocalAi.Hosting.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly AppHostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Settings_ComeFromTheProjectFolder_AndTheCommandLineWins()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Path, "appsettings.json"), """{"LocalAi":{"Domain":"file.example","Environment":"lan"}}""", TestContext.Current.CancellationToken);

        var configuration = _folder.Builder("--LocalAi:Domain=line.example").Configuration;

        Assert.Equal(("line.example", "lan"), (configuration["LocalAi:Domain"], configuration["LocalAi:Environment"]));
    }

    [Fact]
    public void Settings_AreNotWatched_SoThatManyHostsFitOneUser()
    {
        // Linux grants a user 128 inotify instances by default.
        var hosts = Enumerable.Range(0, 200).Select(_ => _folder.Builder()).ToArray();

        Assert.Equal(200, hosts.Length);
    }
}
